/** Streams one letter, or its top, as a multi-line answer, reading only as fast as the client takes it. RFC 1939 5 (RETR), 7 (TOP) */
import type { DropMessage } from './maildrop.ts';
import type { Pop3Session } from './pop3-session.ts';
import { createMultiLineEncoder } from '../../protocol/pop3/multi-line.ts';

/** @param bodyLines null for the whole letter */
export async function writeLetter(
  session: Pop3Session,
  message: DropMessage,
  firstLine: string,
  bodyLines: number | null,
): Promise<void> {
  const { store } = session.deps;
  const { maildrop } = session;
  if (maildrop === null) throw new Error('a letter is read only after login');
  const page = await store.messages.page({
    mailboxId: maildrop.mailbox.id,
    viewer: maildrop.account.id,
    ranges: [[message.uid, message.uid]],
    fields: ['prefix'],
  });
  const prefix = page.rows[0]?.prefix ?? new Uint8Array();
  const reader = await store.bodies.open(message.bodyId);
  try {
    const encoder = createMultiLineEncoder(bodyLines);
    await session.write(`+OK ${firstLine}\r\n`);
    await session.write(encoder.push(prefix));
    for await (const piece of reader.stream()) {
      await session.write(encoder.push(piece));
      if (encoder.isFull) break;
    }
    await session.write(encoder.end());
  } finally {
    reader.close();
  }
}
