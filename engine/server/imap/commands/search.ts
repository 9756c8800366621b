/** SEARCH and UID SEARCH. RFC 9051 6.4.4, 7.3.4 (ESEARCH), RFC 3501 7.2.5 (SEARCH), RFC 5182 (SAVE), RFC 7162 3.1.5 */
import {
  searchArguments,
  resolveSearch,
  type ReturnOption,
  type SearchArguments,
} from '../../../protocol/imap/search-arguments.ts';
import { formatSet } from '../../../protocol/imap/sequence-set.ts';
import { command, SELECTED, type AnyCommand } from '../imap-command.ts';
import type { ImapSession } from '../imap-session.ts';
import { searchTextReader } from '../search-text.ts';
import { uidRanges } from '../selection.ts';
import { string } from '../../../protocol/imap/response-text.ts';

export const search = searchCommand(false);
export const uidSearch = searchCommand(true);

interface Found {
  readonly uids: Uint32Array;
  /** As the answer shows them: uids or sequence numbers. */
  readonly numbers: Uint32Array;
  readonly highestModSeq: number | null;
}

function searchCommand(byUid: boolean): AnyCommand {
  return command({
    states: SELECTED,
    mayReportExpunge: byUid,
    parse: searchArguments,
    async run(session, args, tag) {
      const saves = args.returning?.includes('SAVE') === true;
      try {
        const found = await find(session, args, byUid);
        if (saves) session.savedSearch = savedUids(args.returning ?? [], found.uids);
        tell(session, args.returning, found, { tag, byUid });
      } catch (error) {
        if (saves) session.savedSearch = null;
        throw error;
      }
    },
  });
}

async function find(session: ImapSession, args: SearchArguments, byUid: boolean): Promise<Found> {
  const { selected: view, services } = session;
  if (args.usesModSeq) session.enableCondstore();
  const list = await view.list();
  const query = resolveSearch(args.key, {
    sequence: (set) => uidRanges(session, list, set, false),
    uids: (set) => uidRanges(session, list, set, true),
    text: searchTextReader(args.charset),
    now: () => services.clock.now(),
  });
  const result = await session.store.messages.search(view.mailbox.id, view.viewer, query);
  const uids = result.uids.filter((uid) => list.indexOf(uid) >= 0);
  const numbers = byUid ? uids : uids.map((uid) => list.indexOf(uid) + 1);
  return { uids, numbers, highestModSeq: args.usesModSeq ? result.highestModSeq : null };
}

/** RFC 5182 2.1: with MIN or MAX alone, only those are saved. */
function savedUids(returning: readonly ReturnOption[], uids: Uint32Array): Uint32Array {
  if (returning.includes('ALL') || returning.includes('COUNT') || uids.length === 0) return uids;
  const ends = [
    ...(returning.includes('MIN') ? uids.slice(0, 1) : []),
    ...(returning.includes('MAX') ? uids.slice(-1) : []),
  ];
  return ends.length === 0 ? uids : Uint32Array.from(new Set(ends));
}

function tell(
  session: ImapSession,
  returning: readonly ReturnOption[] | null,
  found: Found,
  said: { tag: string; byUid: boolean },
): void {
  const { numbers, highestModSeq } = found;
  if (returning === null && !session.isRev2) {
    const modSeq = highestModSeq === null || numbers.length === 0 ? '' : ` (MODSEQ ${highestModSeq})`;
    return session.respond.untagged(`SEARCH${[...numbers].map((number) => ` ${number}`).join('')}${modSeq}`);
  }
  const options = returning === null || returning.length === 0 ? ['ALL' as const] : returning;
  if (options.every((option) => option === 'SAVE')) return;
  const items = [`(TAG ${string(said.tag)})`, ...(said.byUid ? ['UID'] : [])];
  if (numbers.length > 0) {
    if (options.includes('MIN')) items.push(`MIN ${numbers[0]}`);
    if (options.includes('MAX')) items.push(`MAX ${numbers[numbers.length - 1]}`);
    if (options.includes('ALL')) items.push(`ALL ${formatSet(numbers)}`);
  }
  if (options.includes('COUNT')) items.push(`COUNT ${numbers.length}`);
  if (highestModSeq !== null && numbers.length > 0) items.push(`MODSEQ ${highestModSeq}`);
  session.respond.untagged(`ESEARCH ${items.join(' ')}`);
}
