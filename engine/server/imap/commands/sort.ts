/** SORT and UID SORT. RFC 5256 3, RFC 5267 3 (ESORT), RFC 7162 3.1.6 (MODSEQ) */
import { sortArguments, type SortArguments } from '../../../protocol/imap/sort-arguments.ts';
import { command, SELECTED, type AnyCommand } from '../imap-command.ts';
import type { ImapSession } from '../imap-session.ts';
import { findSelected, saving } from '../find-selected.ts';
import { tagCorrelator, tellEsearch, tellNumbers } from '../search-answer.ts';

export const sort = sortCommand(false);
export const uidSort = sortCommand(true);

function sortCommand(byUid: boolean): AnyCommand {
  return command({
    states: SELECTED,
    mayReportExpunge: byUid,
    parse: sortArguments,
    run: (session, args, tag) => saving(session, args.returning, () => run(session, args, { tag, byUid })),
  });
}

async function run(
  session: ImapSession,
  { returning, criteria, program }: SortArguments,
  { tag, byUid }: { readonly tag: string; readonly byUid: boolean },
): Promise<Uint32Array> {
  const { messages } = session.store;
  const found = await findSelected(session, program, { tag, byUid }, (id, viewer, query, progress) =>
    messages.sort(id, viewer, query, criteria, progress),
  );
  if (returning === null) tellNumbers(session, 'SORT', found);
  else tellEsearch(session, tagCorrelator(tag), byUid, returning, found);
  return found.uids;
}
