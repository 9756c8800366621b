/** The message a command names by number. RFC 1939 5 */
import type { Maildrop } from './maildrop.ts';
import type { Pop3Session } from './pop3-session.ts';
import { numbers, Pop3SyntaxError } from '../../protocol/pop3/command-line.ts';
import type { Pop3TextKey } from '../../protocol/pop3/pop3-texts.ts';

const LINES_AT_ONCE = 500;

export function maildropOf(session: Pop3Session): Maildrop {
  if (session.maildrop === null) throw new Error('letters are there only after login');
  return session.maildrop;
}
/** @throws Pop3SyntaxError when there is none of the number or it is marked as deleted */
export function requirePresent(session: Pop3Session, number: number): number {
  const drop = maildropOf(session);
  if (!drop.has(number)) throw new Pop3SyntaxError('noSuchLetter');
  if (drop.isDeleted(number)) throw new Pop3SyntaxError('letterDeleted');
  return number;
}
/** The argument as the number of a letter that is there. @throws Pop3SyntaxError */
export function letterNumber(session: Pop3Session, argument: string): number {
  return requirePresent(session, numbers(argument, 1)[0] ?? 0);
}
/** Writes one line per message, some hundred lines at a time. */
export async function writeListing(
  session: Pop3Session,
  firstLine: Pop3TextKey,
  lineOf: (drop: Maildrop, number: number) => string,
): Promise<void> {
  const drop = maildropOf(session);
  await session.begin(firstLine);
  let lines: string[] = [];
  for (let number = 1; number <= drop.count; number += 1) {
    if (!drop.isDeleted(number)) lines.push(`${number} ${lineOf(drop, number)}\r\n`);
    if (lines.length < LINES_AT_ONCE) continue;
    await session.write(lines.join(''));
    lines = [];
  }
  await session.write(`${lines.join('')}.\r\n`);
}
