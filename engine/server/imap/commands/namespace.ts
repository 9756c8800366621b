/** NAMESPACE. RFC 9051 6.3.10 */
import { command, LOGGED_IN, noArguments } from '../imap-command.ts';
import { tellNamespaces } from '../namespaces.ts';

export const namespace = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse: noArguments,
  async run(session) {
    tellNamespaces(session);
  },
});
