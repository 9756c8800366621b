/** PASS: the password, spaces and all. RFC 1939 7 */
import { logIn, refuseInClear } from '../log-in.ts';
import { err, type Pop3Command } from '../pop3-session.ts';

export const pass: Pop3Command = {
  state: 'authorization',
  run(session, argument) {
    const refusal = refuseInClear(session);
    if (refusal !== null) return refusal;
    const login = session.userName;
    session.userName = null;
    return login === null ? err('beginWithUser') : logIn(session, login, argument);
  },
};
