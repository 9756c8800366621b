/** LIST: sizes. RFC 1939 5 */
import { numbers } from '../../../protocol/pop3/command-line.ts';
import { findMessage, writeListing } from '../find-message.ts';
import { ok, type Pop3Command } from '../pop3-session.ts';

export const list: Pop3Command = {
  state: 'transaction',
  async run(session, argument) {
    if (argument.trim() !== '') {
      const message = findMessage(session, numbers(argument, 1)[0]!);
      return ok(`${message.number} ${message.sizeBytes}`);
    }
    await writeListing(session, 'Sizes', (message) => String(message.sizeBytes));
    return null;
  },
};
