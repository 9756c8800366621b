/** RETR: the whole letter. RFC 1939 5 */
import { numbers } from '../../../protocol/pop3/command-line.ts';
import { findMessage } from '../find-message.ts';
import { writeLetter } from '../letter-answer.ts';
import type { Pop3Command } from '../pop3-session.ts';

export const retr: Pop3Command = {
  state: 'transaction',
  async run(session, argument) {
    const message = findMessage(session, numbers(argument, 1)[0]!);
    await writeLetter(session, message, `${message.sizeBytes} octets`, null);
    return null;
  },
};
