/** LOGOUT. RFC 9051 6.1.3 */
import { ANY_STATE, command, noArguments } from '../imap-command.ts';

export const logout = command({
  states: ANY_STATE,
  mayReportExpunge: false,
  parse: noArguments,
  async run(session) {
    session.respond.untagged('BYE see you');
    session.end();
  },
});
