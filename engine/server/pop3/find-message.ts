/** The message a command names by number. RFC 1939 5 */
import type { DropMessage } from './maildrop.ts';
import type { Pop3Session } from './pop3-session.ts';
import { Pop3SyntaxError } from '../../protocol/pop3/command-line.ts';

/** @throws Pop3SyntaxError when there is none or it is marked as deleted */
export function findMessage(session: Pop3Session, number: number): DropMessage {
  const message = session.maildrop?.messages[number - 1];
  if (message === undefined) throw new Pop3SyntaxError('There is no letter of that number');
  if (message.isDeleted) throw new Pop3SyntaxError('That letter is marked as deleted');
  return message;
}
export function presentMessages(session: Pop3Session): readonly DropMessage[] {
  return session.maildrop?.messages.filter((message) => !message.isDeleted) ?? [];
}
/** Writes one line per message, some hundred lines at a time. */
export async function writeListing(
  session: Pop3Session,
  firstLine: string,
  lineOf: (message: DropMessage) => string,
): Promise<void> {
  const messages = presentMessages(session);
  await session.write(`+OK ${firstLine}\r\n`);
  for (let at = 0; at < messages.length; at += 500)
    await session.write(
      messages
        .slice(at, at + 500)
        .map((message) => `${message.number} ${lineOf(message)}\r\n`)
        .join(''),
    );
  await session.write('.\r\n');
}
