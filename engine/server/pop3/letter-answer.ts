/**
 * Streams one letter, or its top, as a multi-line answer, reading only as fast as the client takes it. RFC 1939 5 (RETR),
 * 7 (TOP), RFC 6856 2.1, RFC 6858: to a client that did not say UTF8 a letter with internationalized addresses is shown in ASCII.
 */
import { maildropOf } from './find-message.ts';
import { err, type Pop3Answer, type Pop3Session } from './pop3-session.ts';
import type { MessageRow } from '../../model/message-row.ts';
import { decodeMimeIndex } from '../../protocol/mime/mime-index-codec.ts';
import { surrogateMessage, type ReadableMessage } from '../../protocol/mime/surrogate-message.ts';
import { createMultiLineEncoder } from '../../protocol/pop3/multi-line.ts';
import type { Pop3Text, Pop3TextKey } from '../../protocol/pop3/pop3-texts.ts';
import type { BodyReader } from '../../store/body-store.ts';

const NOTHING = new Uint8Array();

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
    fields: ['prefix', 'envelope', 'mimeIndex'],
  });
  const row = page.rows[0];
  if (row === undefined) return err('letterGone', 'SYS/PERM');
  const reader = await store.bodies.open(row.bodyId);
  try {
    const encoder = createMultiLineEncoder(bodyLines);
    const shown = await shownMessage(session, row, reader);
    await session.begin(firstLine.key, firstLine.values);
    await session.write(encoder.push(shown.prefix));
    for await (const piece of (await shown.reader()).stream()) {
      await session.write(encoder.push(piece));
      if (encoder.isFull) break;
    }
    await session.write(encoder.end());
    return null;
  } finally {
    reader.close();
  }
}

/** What the client is shown: without UTF8, ASCII headers alone. */
async function shownMessage(session: Pop3Session, row: MessageRow, reader: BodyReader): Promise<ReadableMessage> {
  const { prefix = NOTHING, envelope = NOTHING, mimeIndex } = row;
  if (mimeIndex === undefined) throw new Error('the store left out mimeIndex');
  const bodyBytes = row.sizeBytes - row.prefixBytes;
  const stored = { prefix, parts: decodeMimeIndex(mimeIndex), bodyBytes, reader: async () => reader };
  const isAscii = [prefix, envelope].every((octets) => octets.every((octet) => octet <= 0x7f));
  return session.isUtf8 || isAscii ? stored : ((await surrogateMessage(stored)) ?? stored);
}
