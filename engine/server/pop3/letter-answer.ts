/**
 * Streams one letter, or its top, as a multi-line answer, reading only as fast as the client takes it. RFC 1939 5 (RETR),
 * 7 (TOP), RFC 6856 2, 5: what needs UTF-8 is shown only to clients that said UTF8.
 */
import { maildropOf } from './find-message.ts';
import { err, type Pop3Answer, type Pop3Session } from './pop3-session.ts';
import { parseAddressList } from '../../protocol/mime/address-list.ts';
import { parseHeaderFields } from '../../protocol/mime/header-fields.ts';
import { createMultiLineEncoder } from '../../protocol/pop3/multi-line.ts';
import type { Pop3Text, Pop3TextKey } from '../../protocol/pop3/pop3-texts.ts';

const ADDRESS_FIELDS = /^(from|sender|reply-to|to|cc|return-path)$/i;
const HEADER_BYTES = 64 * 1024;

/** @param bodyLines null for the whole letter */
export async function writeLetter(
  session: Pop3Session,
  number: number,
  firstLine: { readonly key: Pop3TextKey; readonly values?: Pop3Text['values'] },
  bodyLines: number | null,
): Promise<Pop3Answer> {
  const { store } = session.deps;
  const drop = maildropOf(session);
  const uid = drop.uid(number);
  const page = await store.messages.page({
    mailboxId: drop.mailbox.id,
    viewer: drop.account.id,
    ranges: [[uid, uid]],
    fields: ['prefix'],
  });
  const row = page.rows[0];
  if (row === undefined) return err('letterGone', 'SYS/PERM');
  const prefix = row.prefix ?? new Uint8Array();
  const reader = await store.bodies.open(row.bodyId);
  try {
    const encoder = createMultiLineEncoder(bodyLines);
    let hasBegun = false;
    const begin = async (): Promise<void> => {
      hasBegun = true;
      await session.begin(firstLine.key, firstLine.values);
      await session.write(encoder.push(prefix));
    };
    for await (const piece of reader.stream()) {
      if (!hasBegun && !session.isUtf8 && needsUtf8(piece)) return err('letterNeedsUtf8', 'UTF8');
      if (!hasBegun) await begin();
      await session.write(encoder.push(piece));
      if (encoder.isFull) break;
    }
    if (!hasBegun) await begin();
    await session.write(encoder.end());
    return null;
  } finally {
    reader.close();
  }
}

/** An address in the header has octets beyond ASCII. @param start first octets of the letter */
function needsUtf8(start: Uint8Array): boolean {
  const block = Buffer.from(start.buffer, start.byteOffset, Math.min(start.length, HEADER_BYTES)).toString('latin1');
  const header = /^[^]*?\r?\n(?=\r?\n)/.exec(block)?.[0] ?? block;
  if (!/[\x80-\xff]/.test(header)) return false;
  return parseHeaderFields(header)
    .filter(({ name, value }) => ADDRESS_FIELDS.test(name) && /[\x80-\xff]/.test(value))
    .flatMap(({ value }) => parseAddressList(value))
    .some(({ mailbox, host }) => host !== null && host !== '' && /[\x80-\xff]/.test(`${mailbox ?? ''}@${host}`));
}
