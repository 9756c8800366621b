/** TOP: the header and some lines. RFC 1939 7 */
import { numbers } from '../../../protocol/pop3/command-line.ts';
import { requirePresent } from '../find-message.ts';
import { writeLetter } from '../letter-answer.ts';
import type { Pop3Command } from '../pop3-session.ts';

export const top: Pop3Command = {
  state: 'transaction',
  run(session, argument) {
    const [number = 0, lines = 0] = numbers(argument, 2);
    return writeLetter(session, requirePresent(session, number), { key: 'topOfLetter' }, lines);
  },
};
