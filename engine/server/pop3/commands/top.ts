/** TOP: the header and some lines. RFC 1939 7 */
import { numbers } from '../../../protocol/pop3/command-line.ts';
import { findMessage } from '../find-message.ts';
import { writeLetter } from '../letter-answer.ts';
import type { Pop3Command } from '../pop3-session.ts';

export const top: Pop3Command = {
  state: 'transaction',
  async run(session, argument) {
    const [number, lines] = numbers(argument, 2);
    await writeLetter(session, findMessage(session, number!), 'The top of the letter', lines!);
    return null;
  },
};
