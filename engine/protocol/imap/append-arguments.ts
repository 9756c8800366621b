/** APPEND up to each message's literal. RFC 9051 6.3.12, RFC 3516 (~{n}) */
import { NO_FLAGS, type Flags } from '../../model/flags.ts';
import type { UnixMs } from '../../model/ids.ts';
import type { CommandPieces } from './command-framer.ts';
import type { CommandParser } from './command-parser.ts';
import { dateTime } from './date-time.ts';
import { flagList } from './flag-arguments.ts';

export interface AppendOptions {
  readonly flags: Flags;
  /** null: the time of acceptance. */
  readonly internalDate: UnixMs | null;
}
const LITERAL_NEXT = /~?\{\d{1,10}\+?\}$/y;

/** [SP flag-list] [SP date-time] SP literal; reads up to the literal's announcement. */
export function appendOptions(line: CommandParser): AppendOptions {
  line.space();
  let flags = NO_FLAGS;
  if (line.peek() === '(') {
    flags = flagList(line);
    line.space();
  }
  let internalDate: UnixMs | null = null;
  if (line.peek() === '"') {
    internalDate = dateTime(line);
    line.space();
  }
  line.match(LITERAL_NEXT, 'message literal');
  return { flags, internalDate };
}

/**
 * Whether the literal just announced is the message of an APPEND rather than its mailbox name.
 * `pieces` is the command so far, its tag included.
 */
export function announcesMessage(pieces: CommandPieces): boolean {
  const first = pieces[0];
  if (typeof first !== 'string' || !/^[^ ]+ APPEND /i.test(first)) return false;
  const nameIsLiteral = /^[^ ]+ APPEND ~?\{\d+\+?\}$/i.test(first);
  return nameIsLiteral ? pieces.length > 2 : true;
}
