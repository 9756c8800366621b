/** Finds messages of the selected mailbox for SEARCH and SORT, as far as the session knows of them. RFC 9051 6.4.4 */
import type { AccountId, MailboxId } from '../../model/ids.ts';
import type { SearchQuery } from '../../model/search-query.ts';
import type { ReturnOptions } from '../../protocol/imap/search-arguments.ts';
import type { SearchProgram } from '../../protocol/imap/search-program.ts';
import type { SearchProgress, SearchResult } from '../../store/search-store.ts';
import type { ImapSession } from './imap-session.ts';
import { tellingProgress } from './in-progress.ts';
import { savedUids, type FoundMessages } from './search-answer.ts';
import { selectedQuery } from './search-query.ts';
import type { UidList } from './uid-list.ts';

type Find = (id: MailboxId, viewer: AccountId, query: SearchQuery, progress: SearchProgress) => Promise<SearchResult>;

export async function findSelected(
  session: ImapSession,
  program: SearchProgram,
  { tag, byUid }: { readonly tag: string; readonly byUid: boolean },
  find: Find,
): Promise<FoundMessages> {
  const view = session.selected;
  if (program.usesModSeq) session.enableCondstore();
  const list = await view.list();
  const query = selectedQuery(session, list, program);
  const result = await tellingProgress(session, tag, (progress) => find(view.mailbox.id, view.viewer, query, progress));
  const numbers = numbersOf(list, result.uids);
  const isKnown = (_: number, at: number): boolean => numbers[at] !== 0;
  const uids = result.uids.filter(isKnown);
  return {
    uids,
    numbers: byUid ? uids : numbers.filter((number) => number !== 0),
    scores: result.scores?.filter(isKnown) ?? null,
    highestModSeq: program.usesModSeq ? result.highestModSeq : null,
  };
}

/** Message numbers of uids in any order; 0 for those the session does not know of. */
export function numbersOf(list: UidList, uids: Uint32Array): Uint32Array {
  const first = list.at(0);
  const span = list.last - first + 1;
  // One table is less work than a search for each, where much of the list is asked for.
  if (uids.length * 16 < list.length || span > list.length * 16) return uids.map((uid) => list.indexOf(uid) + 1);
  const table = new Uint32Array(Math.max(0, span));
  let number = 0;
  for (const uid of list.slice()) table[uid - first] = ++number;
  return uids.map((uid) => table[uid - first] ?? 0);
}

/** Keeps what was found as `$` when SAVE was asked for; a search that failed leaves nothing saved. RFC 5182 2.1 */
export async function saving(
  session: ImapSession,
  returning: ReturnOptions | null,
  run: () => Promise<Uint32Array>,
): Promise<void> {
  if (returning === null || !returning.names.includes('SAVE')) {
    await run();
    return;
  }
  try {
    session.savedSearch = savedUids(returning, await run());
  } catch (error) {
    session.savedSearch = null;
    throw error;
  }
}
