/** LIST: sizes. RFC 1939 5 */
import { letterNumber, maildropOf, writeListing } from '../find-message.ts';
import { data, type Pop3Command } from '../pop3-session.ts';

export const list: Pop3Command = {
  state: 'transaction',
  async run(session, argument) {
    if (argument.trim() !== '') {
      const number = letterNumber(session, argument);
      return data(`${number} ${maildropOf(session).sizeBytes(number)}`);
    }
    await writeListing(session, 'sizes', (drop, number) => String(drop.sizeBytes(number)));
    return null;
  },
};
