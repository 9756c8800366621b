/** LOGIN, under TLS only. RFC 9051 6.2.3 */
import { ImapSyntaxError } from '../../../protocol/imap/imap-syntax-error.ts';
import { command } from '../imap-command.ts';
import { logIn } from '../log-in.ts';

export const login = command({
  states: ['notAuthenticated'],
  mayReportExpunge: true,
  parse(line) {
    line.space();
    const name = line.utf8(line.astring('account'), 'account');
    line.space();
    const password = line.utf8(line.astring('password'), 'password');
    line.end();
    if (name === '') throw new ImapSyntaxError('expected account');
    return { name, password };
  },
  run: (session, { name, password }) => logIn(session, name, password),
});
