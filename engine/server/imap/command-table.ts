/** Where does X happen? Here. RFC 9051 6 in its order; APPEND is read by append/run-append.ts as its message streams in. */
import { deleteAcl, getAcl, listRights, myRights, setAcl } from './commands/acl.ts';
import { append, replace, uidReplace } from './commands/append.ts';
import { authenticate } from './commands/authenticate.ts';
import { capability } from './commands/capability.ts';
import { close, unselect } from './commands/close.ts';
import { compress } from './commands/compress.ts';
import { copy, move, uidCopy, uidMove } from './commands/copy.ts';
import { create } from './commands/create.ts';
import { deleteMailbox } from './commands/delete.ts';
import { enable } from './commands/enable.ts';
import { esearch } from './commands/esearch.ts';
import { expunge, uidExpunge } from './commands/expunge.ts';
import { fetch, uidFetch } from './commands/fetch.ts';
import { id } from './commands/id.ts';
import { idle } from './commands/idle.ts';
import { language } from './commands/language.ts';
import { list, lsub } from './commands/list.ts';
import { login } from './commands/login.ts';
import { logout } from './commands/logout.ts';
import { getMetadata, setMetadata } from './commands/metadata.ts';
import { namespace } from './commands/namespace.ts';
import { check, noop } from './commands/noop.ts';
import { notify } from './commands/notify.ts';
import { getQuota, getQuotaRoot, setQuota } from './commands/quota.ts';
import { rename } from './commands/rename.ts';
import { search, uidSearch } from './commands/search.ts';
import { examine, select } from './commands/select.ts';
import { sort, uidSort } from './commands/sort.ts';
import { startTls } from './commands/start-tls.ts';
import { status } from './commands/status.ts';
import { store, uidStore } from './commands/store.ts';
import { subscribe, unsubscribe } from './commands/subscribe.ts';
import { thread, uidThread } from './commands/thread.ts';
import type { AnyCommand } from './imap-command.ts';

export const COMMANDS: ReadonlyMap<string, AnyCommand> = new Map([
  ['CAPABILITY', capability],
  ['NOOP', noop],
  ['LOGOUT', logout],
  ['LANGUAGE', language],
  ['COMPRESS', compress],
  ['ID', id],
  ['STARTTLS', startTls],
  ['AUTHENTICATE', authenticate],
  ['LOGIN', login],
  ['ENABLE', enable],
  ['SELECT', select],
  ['EXAMINE', examine],
  ['CREATE', create],
  ['DELETE', deleteMailbox],
  ['RENAME', rename],
  ['SUBSCRIBE', subscribe],
  ['UNSUBSCRIBE', unsubscribe],
  ['LIST', list],
  ['LSUB', lsub],
  ['NAMESPACE', namespace],
  ['STATUS', status],
  ['APPEND', append],
  ['REPLACE', replace],
  ['UID REPLACE', uidReplace],
  ['IDLE', idle],
  ['SETACL', setAcl],
  ['DELETEACL', deleteAcl],
  ['GETACL', getAcl],
  ['LISTRIGHTS', listRights],
  ['MYRIGHTS', myRights],
  ['NOTIFY', notify],
  ['GETMETADATA', getMetadata],
  ['SETMETADATA', setMetadata],
  ['GETQUOTA', getQuota],
  ['GETQUOTAROOT', getQuotaRoot],
  ['SETQUOTA', setQuota],
  ['CLOSE', close],
  ['UNSELECT', unselect],
  ['CHECK', check],
  ['EXPUNGE', expunge],
  ['SEARCH', search],
  ['ESEARCH', esearch],
  ['SORT', sort],
  ['THREAD', thread],
  ['FETCH', fetch],
  ['STORE', store],
  ['COPY', copy],
  ['MOVE', move],
  ['UID EXPUNGE', uidExpunge],
  ['UID SEARCH', uidSearch],
  ['UID SORT', uidSort],
  ['UID THREAD', uidThread],
  ['UID FETCH', uidFetch],
  ['UID STORE', uidStore],
  ['UID COPY', uidCopy],
  ['UID MOVE', uidMove],
]);
