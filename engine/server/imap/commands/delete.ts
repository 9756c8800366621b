/** DELETE. A session that has the mailbox selected hears of it like all others, in changes.ts. RFC 9051 6.3.5 */
import { command, LOGGED_IN } from '../imap-command.ts';
import { mailboxArgument } from '../mailbox-argument.ts';

export const deleteMailbox = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse: mailboxArgument,
  run: (session, name) => session.store.mailboxes.remove(session.viewer, name),
});
