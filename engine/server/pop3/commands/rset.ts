/** RSET: takes all marks back. RFC 1939 5 */
import { numbers } from '../../../protocol/pop3/command-line.ts';
import { maildropOf } from '../find-message.ts';
import { ok, type Pop3Command } from '../pop3-session.ts';

export const rset: Pop3Command = {
  state: 'transaction',
  run(session, argument) {
    numbers(argument, 0);
    const drop = maildropOf(session);
    drop.restoreAll();
    return ok('letters', { count: drop.count });
  },
};
