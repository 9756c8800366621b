/** NAMESPACE: own mailboxes without a prefix, those of others below theirs. RFC 9051 6.3.10 */
import { OTHER_USERS } from '../../../store/mailbox-names.ts';
import { command, LOGGED_IN, noArguments } from '../imap-command.ts';

export const namespace = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse: noArguments,
  async run(session) {
    session.respond.untagged(`NAMESPACE (("" "/")) (("${OTHER_USERS}/" "/")) NIL`);
  },
});
