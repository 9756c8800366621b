/** LIST in all its forms. RFC 9051 6.3.9, RFC 5258 (selection and return options), RFC 5819 (STATUS), RFC 6154 (SPECIAL-USE), RFC 8440 (MYRIGHTS) */
import type { CommandParser } from './command-parser.ts';
import { ImapSyntaxError } from './imap-syntax-error.ts';
import { statusItems, type StatusItem } from './status-arguments.ts';

export const SELECTION_OPTIONS = ['SUBSCRIBED', 'REMOTE', 'RECURSIVEMATCH', 'SPECIAL-USE'] as const;
export const RETURN_OPTIONS = ['SUBSCRIBED', 'CHILDREN', 'SPECIAL-USE', 'STATUS', 'MYRIGHTS'] as const;
export interface ListArguments {
  readonly selection: readonly (typeof SELECTION_OPTIONS)[number][];
  readonly reference: string;
  readonly patterns: readonly string[];
  readonly returning: readonly (typeof RETURN_OPTIONS)[number][];
  readonly status: readonly StatusItem[];
  /** Written in a form that RFC 3501 did not have. */
  readonly extended: boolean;
}
const MOST_PATTERNS = 100;

/** SP ["(" selection ")" SP] mailbox SP (pattern / "(" patterns ")") [SP "RETURN" SP "(" options ")"] */
export function listArguments(line: CommandParser): ListArguments {
  line.space();
  const hasSelection = line.peek() === '(';
  const selection = hasSelection ? line.listOrEmpty(() => line.oneOf(SELECTION_OPTIONS, 'selection option')) : [];
  if (hasSelection) line.space();
  if (
    selection.includes('RECURSIVEMATCH') &&
    !selection.some((option) => option === 'SUBSCRIBED' || option === 'SPECIAL-USE')
  ) {
    throw new ImapSyntaxError('RECURSIVEMATCH needs another selection option');
  }
  const reference = line.mailbox();
  line.space();
  const hasPatterns = line.peek() === '(';
  const patterns = hasPatterns ? line.list(() => line.listMailbox()) : [line.listMailbox()];
  if (patterns.length > MOST_PATTERNS) throw new ImapSyntaxError(`at most ${MOST_PATTERNS} patterns in one LIST`);
  const returning: (typeof RETURN_OPTIONS)[number][] = [];
  const status: StatusItem[] = [];
  const hasReturn = line.maybe(' ');
  if (hasReturn) {
    line.oneOf(['RETURN'], 'LIST argument');
    line.space();
    line.listOrEmpty(() => {
      const option = line.oneOf(RETURN_OPTIONS, 'return option');
      returning.push(option);
      if (option !== 'STATUS') return;
      line.space();
      status.push(...statusItems(line));
    });
  }
  line.end();
  return { selection, reference, patterns, returning, status, extended: hasSelection || hasPatterns || hasReturn };
}

/** LSUB of RFC 3501 6.3.9: SP mailbox SP pattern */
export function lsubArguments(line: CommandParser): { reference: string; pattern: string } {
  line.space();
  const reference = line.mailbox();
  line.space();
  const pattern = line.listMailbox();
  line.end();
  return { reference, pattern };
}
