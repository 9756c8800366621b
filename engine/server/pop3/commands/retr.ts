/** RETR: the whole letter. RFC 1939 5 */
import { letterNumber, maildropOf } from '../find-message.ts';
import { writeLetter } from '../letter-answer.ts';
import type { Pop3Command } from '../pop3-session.ts';

export const retr: Pop3Command = {
  state: 'transaction',
  run(session, argument) {
    const number = letterNumber(session, argument);
    const count = maildropOf(session).sizeBytes(number);
    return writeLetter(session, number, { key: 'octets', values: { count } }, null);
  },
};
