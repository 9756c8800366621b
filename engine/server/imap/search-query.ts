/** A client's search program as the store understands it, for the session's view of the selected mailbox or for any other. */
import type { SearchQuery } from '../../model/search-query.ts';
import { resolveSearch, type SearchProgram } from '../../protocol/imap/search-program.ts';
import { resolveRanges } from '../../protocol/imap/sequence-set.ts';
import type { ImapSession } from './imap-session.ts';
import { searchTextReader } from './search-text.ts';
import { uidRanges } from './selection.ts';
import type { UidList } from './uid-list.ts';

/** @throws ImapSyntaxError, ImapRefusal for what the selected mailbox or the charset does not allow */
export function selectedQuery(session: ImapSession, list: UidList, { charset, key }: SearchProgram): SearchQuery {
  return resolveSearch(key, {
    sequence: (set) => uidRanges(session, list, set, false),
    uids: (set) => uidRanges(session, list, set, true),
    text: searchTextReader(charset),
    now: () => session.services.clock.now(),
  });
}

/** For a mailbox that is not selected; `esearchArguments` has refused programs that need it to be. @param largest uid in it */
export function mailboxQuery(session: ImapSession, largest: number, { charset, key }: SearchProgram): SearchQuery {
  return resolveSearch(key, {
    sequence: () => {
      throw new Error('message numbers outside the selected mailbox');
    },
    uids: (set) => (set.kind === 'saved' ? [] : resolveRanges(set.ranges, largest)),
    text: searchTextReader(charset),
    now: () => session.services.clock.now(),
  });
}
