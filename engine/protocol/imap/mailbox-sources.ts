/** Where a search of several mailboxes looks. RFC 7377 2.2, RFC 5465 6 (filter-mailboxes) */
import type { CommandParser } from './command-parser.ts';
import { ImapSyntaxError } from './imap-syntax-error.ts';

export type MailboxSource =
  | { readonly kind: 'selected' | 'inboxes' | 'personal' | 'subscribed' }
  /** Those named, those and all below them, or those and the next level below them. */
  | { readonly kind: 'mailboxes' | 'subtree' | 'subtreeOne'; readonly names: readonly string[] };
const MOST_NAMES = 1_000;

/** "IN" SP "(" source-mbox [SP "(" scope-options ")"] ")", after "IN"; no scope option is defined. */
export function mailboxSources(line: CommandParser): MailboxSource[] {
  line.space();
  return line.list(() => mailboxSource(line));
}

function mailboxSource(line: CommandParser): MailboxSource {
  const word = line.word('mailbox source');
  switch (word) {
    case 'SELECTED':
      return { kind: 'selected' };
    case 'INBOXES':
      return { kind: 'inboxes' };
    case 'PERSONAL':
      return { kind: 'personal' };
    case 'SUBSCRIBED':
      return { kind: 'subscribed' };
    case 'MAILBOXES':
      return { kind: 'mailboxes', names: names(line) };
    case 'SUBTREE':
      return { kind: 'subtree', names: names(line) };
    case 'SUBTREE-ONE':
      return { kind: 'subtreeOne', names: names(line) };
    default:
      throw new ImapSyntaxError(`unknown mailbox source: ${word.slice(0, 100)}`);
  }
}
/** one-or-more-mailbox = mailbox / "(" mailbox *(SP mailbox) ")" */
function names(line: CommandParser): readonly string[] {
  line.space();
  const all = line.peek() === '(' ? line.list(() => line.mailbox()) : [line.mailbox()];
  if (all.length > MOST_NAMES) throw new ImapSyntaxError(`at most ${MOST_NAMES} mailboxes may be named`);
  return all;
}
