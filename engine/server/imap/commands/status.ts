/** STATUS: a mailbox's counters, without selecting it. RFC 9051 6.3.11 */
import { statusItems } from '../../../protocol/imap/status-arguments.ts';
import { command, LOGGED_IN } from '../imap-command.ts';
import { requireMailbox } from '../mailbox-access.ts';
import { tellStatus } from '../mailbox-status.ts';

export const status = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse(line) {
    line.space();
    const name = line.mailbox();
    line.space();
    const items = statusItems(line);
    line.end();
    return { name, items };
  },
  async run(session, { name, items }) {
    tellStatus(session, await requireMailbox(session, name, 'r'), items);
  },
});
