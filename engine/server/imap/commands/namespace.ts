/** NAMESPACE. RFC 9051 6.3.10 */
import { command, LOGGED_IN, noArguments } from '../imap-command.ts';

export const namespace = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse: noArguments,
  async run(session) {
    session.respond.untagged('NAMESPACE (("" "/")) NIL NIL');
  },
});
