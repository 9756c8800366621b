/** NOTIFY: which events of which mailboxes the client wants to hear of. RFC 5465 8 */
import type { CommandParser } from './command-parser.ts';
import { fetchItem, type FetchItem } from './fetch-arguments.ts';
import { ImapSyntaxError } from './imap-syntax-error.ts';

export const MESSAGE_EVENTS = ['MessageNew', 'MessageExpunge', 'FlagChange'] as const;
export const OTHER_EVENTS = [
  'MailboxName',
  'SubscriptionChange',
  'MailboxMetadataChange',
  'ServerMetadataChange',
] as const;
export type NotifyEvent = (typeof MESSAGE_EVENTS)[number] | (typeof OTHER_EVENTS)[number];

export type MailboxFilter =
  | { readonly kind: 'selected' | 'selected-delayed' | 'inboxes' | 'personal' | 'subscribed' }
  | { readonly kind: 'subtree' | 'mailboxes'; readonly names: readonly string[] };
export interface EventGroup {
  readonly filter: MailboxFilter;
  readonly events: ReadonlySet<NotifyEvent>;
  /** What is told of a new message of the selected mailbox. */
  readonly items: readonly FetchItem[];
}
export interface NotifyArguments {
  /** null: NOTIFY NONE. */
  readonly groups: readonly EventGroup[] | null;
  readonly status: boolean;
}
/** An event that we have not. RFC 5465 3.1: NO, not BAD. */
export class UnknownEvent extends Error {
  override readonly name = 'UnknownEvent';
}
const FILTERS = ['SELECTED', 'SELECTED-DELAYED', 'INBOXES', 'PERSONAL', 'SUBSCRIBED', 'SUBTREE', 'MAILBOXES'] as const;
const BY_WORD = new Map([...MESSAGE_EVENTS, ...OTHER_EVENTS].map((event) => [event.toUpperCase(), event]));
const MOST_GROUPS = 50;
const MOST_NAMES = 1000;

/** @throws UnknownEvent, ImapSyntaxError */
export function notifyArguments(line: CommandParser): NotifyArguments {
  line.space();
  if (line.oneOf(['NONE', 'SET'], 'NOTIFY argument') === 'NONE') {
    line.end();
    return { groups: null, status: false };
  }
  line.space();
  const status = line.maybeWord('STATUS');
  if (status) line.space();
  const groups = [eventGroup(line)];
  while (line.maybe(' ') && groups.length <= MOST_GROUPS) groups.push(eventGroup(line));
  line.end();
  if (groups.filter(isSelected).length > 1) throw new ImapSyntaxError('SELECTED or SELECTED-DELAYED can be given once');
  return { groups, status };
}

export function isSelected({ filter }: Pick<EventGroup, 'filter'>): boolean {
  return filter.kind === 'selected' || filter.kind === 'selected-delayed';
}

/** "(" filter SP events ")"; the events may stand without parentheses of their own, as in the RFC's examples. */
function eventGroup(line: CommandParser): EventGroup {
  line.take('(');
  const filter = mailboxFilter(line);
  line.space();
  const group = { filter, ...events(line) };
  line.take(')');
  assertWhole(group);
  return group;
}

function mailboxFilter(line: CommandParser): MailboxFilter {
  const word = line.oneOf(FILTERS, 'mailbox filter').toLowerCase() as MailboxFilter['kind'];
  if (word !== 'subtree' && word !== 'mailboxes') return { kind: word };
  line.space();
  const names = line.peek() === '(' ? line.list(() => line.mailbox()) : [line.mailbox()];
  if (names.length > MOST_NAMES) throw new ImapSyntaxError(`at most ${MOST_NAMES} mailboxes in one filter`);
  return { kind: word, names };
}

function events(line: CommandParser): Pick<EventGroup, 'events' | 'items'> {
  if (line.maybeWord('NONE')) return { events: new Set(), items: [] };
  const found = new Set<NotifyEvent>();
  let items: readonly FetchItem[] = [];
  const inParentheses = line.maybe('(');
  do {
    const word = line.word('event');
    const event = BY_WORD.get(word);
    if (event === undefined) throw new UnknownEvent(`the event ${word.slice(0, 50)} is not offered`);
    found.add(event);
    if (event !== 'MessageNew' || !line.maybe(' ')) continue;
    if (line.peek() !== '(') {
      found.add(nextEvent(line));
      continue;
    }
    items = line.list(() => fetchItem(line));
  } while (line.maybe(' '));
  if (inParentheses) line.take(')');
  return { events: found, items };
}
function nextEvent(line: CommandParser): NotifyEvent {
  const word = line.word('event');
  const event = BY_WORD.get(word);
  if (event === undefined) throw new UnknownEvent(`the event ${word.slice(0, 50)} is not offered`);
  return event;
}

/** Which events go together and where. RFC 5465 5, 6.1, 8 */
function assertWhole(group: EventGroup): void {
  const { events: wanted, items } = group;
  if (wanted.has('MessageNew') !== wanted.has('MessageExpunge'))
    throw new ImapSyntaxError('MessageNew and MessageExpunge go together');
  if (wanted.has('FlagChange') && !wanted.has('MessageNew'))
    throw new ImapSyntaxError('FlagChange needs MessageNew and MessageExpunge beside it');
  if (isSelected(group) && OTHER_EVENTS.some((event) => wanted.has(event)))
    throw new ImapSyntaxError('the selected mailbox has events of messages only');
  if (!isSelected(group) && items.length > 0)
    throw new ImapSyntaxError('what to fetch of new messages can be said for the selected mailbox only');
}
