/** RENAME. RFC 9051 6.3.6 */
import { command, LOGGED_IN } from '../imap-command.ts';
import { assertMailboxName } from '../mailbox-name-rules.ts';

export const rename = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse(line) {
    line.space();
    const from = line.mailbox();
    line.space();
    const to = line.mailbox();
    line.end();
    return { from, to };
  },
  async run(session, { from, to }) {
    assertMailboxName(to);
    await session.store.mailboxes.rename(session.viewer, from, to);
  },
});
