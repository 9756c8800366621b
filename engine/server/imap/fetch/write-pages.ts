/**
 * FETCH answers that rows alone make: pages come ready from a reader thread, one is asked for while the last is written,
 * and none while the client takes nothing. RFC 9051 7.5.2
 */
import type { HeaderItem, RowItem, WholeItem } from '../../../model/fetch-item.ts';
import type { FetchItem } from '../../../protocol/imap/fetch-arguments.ts';
import type { FetchPage, FetchQuery, MessageStore, UidRanges } from '../../../store/message-store.ts';
import type { ResponseStream } from '../response-stream.ts';
import type { UidList } from '../uid-list.ts';
import { restOf, wantedMessages, type Wanted } from './wanted.ts';

const ASKED_AT_ONCE = 4096;

/** The items as the store writes them; null when one needs octets of the body. */
export function rowItems(items: readonly FetchItem[]): readonly RowItem[] | null {
  const found = items.flatMap((item) => rowItem(item) ?? []);
  return found.length === items.length ? found : null;
}

/** null: the body must be opened. */
export function rowItem(item: FetchItem): RowItem | null {
  if (item.kind === 'binary' || item.kind === 'binarySize') return null;
  return item.kind === 'section' ? sectionItem(item) : item;
}

function sectionItem(item: Extract<FetchItem, { kind: 'section' }>): HeaderItem | WholeItem | null {
  const { label, partial, section } = item;
  const { text } = section;
  if (section.path.length > 0) return null;
  if (text.kind === 'all') return { kind: 'whole', label, partial };
  if (text.kind === 'fields') return { kind: 'header', label, partial, fields: { names: text.names, not: text.not } };
  return text.kind === 'header' ? { kind: 'header', label, partial, fields: null } : null;
}

export interface PagesToWrite extends Pick<FetchQuery, 'mailboxId' | 'viewer' | 'items' | 'byUid' | 'isConventional'> {
  readonly list: UidList;
  readonly ranges: UidRanges;
}

export interface PageListener {
  /** Writes the one message of the uid that no page has room for. */
  large(uid: number): Promise<void>;
  /** The messages were told as of the mod-sequence beside them; `highest` is the largest of their own, where shown. */
  told(rows: Iterable<{ readonly uid: number; readonly modSeq: number }>, highest: number): void;
}

export async function writePages(
  respond: ResponseStream,
  messages: MessageStore,
  { list, ranges, ...query }: PagesToWrite,
  listener: PageListener,
): Promise<void> {
  const wanted = wantedMessages(list, ranges, ASKED_AT_ONCE);
  const ask = (rest: Wanted | null): Asked | null => {
    const asked = rest ?? next(wanted);
    if (asked === null) return null;
    const numbers = query.byUid === true ? asked.uids : asked.numbers;
    return { asked, settled: Promise.allSettled([messages.fetch({ ...query, uids: asked.uids, numbers })]) };
  };
  for (let ahead = ask(null); ahead !== null;) {
    const { asked, settled } = ahead;
    const [page] = await settled;
    if (page.status === 'rejected') throw page.reason;
    const { octets, next: from, tooLarge, asOf, highestModSeq } = page.value;
    ahead = ask(restOf(asked, tooLarge ? from + 1 : from));
    if (octets.length > 0) respond.add(octets);
    if (tooLarge) await listener.large(asked.uids[from] as number);
    await respond.flushIfFull();
    listener.told(told(asked.uids.subarray(0, from), asOf), highestModSeq);
  }
}

interface Asked {
  readonly asked: Wanted;
  /** Settled rather than rejected: it may fail while nobody waits for it yet. */
  readonly settled: Promise<[PromiseSettledResult<FetchPage>]>;
}
function next(wanted: Generator<Wanted>): Wanted | null {
  const { value, done } = wanted.next();
  return done === true ? null : value;
}
/** One after the other, and only for who looks at them: mostly nobody needs to. */
function* told(uids: Uint32Array, modSeq: number): Generator<{ readonly uid: number; readonly modSeq: number }> {
  for (const uid of uids) yield { uid, modSeq };
}
