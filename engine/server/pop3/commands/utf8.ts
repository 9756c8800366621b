/** UTF8: letters with addresses beyond ASCII may be shown; logins are UTF-8 in any case. RFC 6856 2 */
import { numbers } from '../../../protocol/pop3/command-line.ts';
import { ok, type Pop3Command } from '../pop3-session.ts';

export const utf8: Pop3Command = {
  state: 'authorization',
  run(session, argument) {
    numbers(argument, 0);
    session.isUtf8 = true;
    return ok('utf8On');
  },
};
