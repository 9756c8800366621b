/** DELE: marks; QUIT removes. RFC 1939 5 */
import { letterNumber, maildropOf } from '../find-message.ts';
import { ok, type Pop3Command } from '../pop3-session.ts';

export const dele: Pop3Command = {
  state: 'transaction',
  run(session, argument) {
    maildropOf(session).markDeleted(letterNumber(session, argument));
    return ok('markedDeleted');
  },
};
