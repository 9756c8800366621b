/** SEARCH and UID SEARCH. RFC 9051 6.4.4, RFC 3501 6.4.4, RFC 5182 (SAVE), RFC 7162 3.1.5, RFC 9755 3 (no CHARSET) */
import { searchArguments, type SearchArguments } from '../../../protocol/imap/search-arguments.ts';
import { ImapSyntaxError } from '../../../protocol/imap/imap-syntax-error.ts';
import { command, SELECTED, type AnyCommand } from '../imap-command.ts';
import type { ImapSession } from '../imap-session.ts';
import { findSelected, saving } from '../find-selected.ts';
import { tagCorrelator, tellEsearch, tellNumbers } from '../search-answer.ts';

export const search = searchCommand(false);
export const uidSearch = searchCommand(true);

function searchCommand(byUid: boolean): AnyCommand {
  return command({
    states: SELECTED,
    mayReportExpunge: byUid,
    parse: searchArguments,
    run: (session, args, tag) => saving(session, args.returning, () => run(session, args, { tag, byUid })),
  });
}

async function run(
  session: ImapSession,
  { returning, program }: SearchArguments,
  { tag, byUid }: { readonly tag: string; readonly byUid: boolean },
): Promise<Uint32Array> {
  if (session.isUtf8 && program.charset !== null)
    throw new ImapSyntaxError('after ENABLE UTF8=ACCEPT a SEARCH is UTF-8 and names no charset');
  const { messages } = session.store;
  const found = await findSelected(session, program, { tag, byUid }, (id, viewer, query, progress) =>
    messages.search(id, viewer, query, progress),
  );
  if (returning === null && !session.isRev2) tellNumbers(session, 'SEARCH', found);
  else tellEsearch(session, tagCorrelator(tag), byUid, returning ?? { names: ['ALL'], partial: null }, found);
  return found.uids;
}
