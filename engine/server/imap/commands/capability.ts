/** CAPABILITY. RFC 9051 6.1.1 */
import { capabilities } from '../capabilities.ts';
import { ANY_STATE, command, noArguments } from '../imap-command.ts';

export const capability = command({
  states: ANY_STATE,
  mayReportExpunge: true,
  parse: noArguments,
  async run(session) {
    session.respond.untagged(`CAPABILITY ${capabilities(session)}`);
  },
});
