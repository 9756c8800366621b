/** DELETE. RFC 9051 6.3.5 */
import { command, LOGGED_IN } from '../imap-command.ts';
import { mailboxArgument } from '../mailbox-argument.ts';

export const deleteMailbox = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse: mailboxArgument,
  async run(session, name) {
    const isSelected = session.view?.mailbox.name === name;
    await session.store.mailboxes.remove(session.viewer, name);
    if (!isSelected || session.view === null) return;
    session.deselect();
    session.respond.untagged('OK [CLOSED] the selected mailbox is deleted');
  },
});
