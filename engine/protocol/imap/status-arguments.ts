/**
 * Items of STATUS and of LIST's STATUS. RFC 9051 6.3.11, RFC 7162 3.1.7 (HIGHESTMODSEQ), RFC 7889 4 (APPENDLIMIT), RFC 8438
 * (SIZE), RFC 8474 4.3 (MAILBOXID), RFC 9208 4.1.4 (DELETED-STORAGE); RECENT of RFC 3501
 */
import type { CommandParser } from './command-parser.ts';

export const STATUS_ITEMS = [
  'MESSAGES',
  'UIDNEXT',
  'UIDVALIDITY',
  'UNSEEN',
  'DELETED',
  'SIZE',
  'HIGHESTMODSEQ',
  'RECENT',
  'MAILBOXID',
  'DELETED-STORAGE',
  'APPENDLIMIT',
] as const;
export type StatusItem = (typeof STATUS_ITEMS)[number];

/** "(" status-att *(SP status-att) ")" */
export function statusItems(line: CommandParser): StatusItem[] {
  return line.list(() => line.oneOf(STATUS_ITEMS, 'status item'));
}
