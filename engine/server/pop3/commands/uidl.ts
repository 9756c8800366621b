/** UIDL: names that stay. RFC 1939 7 */
import { letterNumber, maildropOf, writeListing } from '../find-message.ts';
import { data, type Pop3Command } from '../pop3-session.ts';

export const uidl: Pop3Command = {
  state: 'transaction',
  async run(session, argument) {
    if (argument.trim() !== '') {
      const number = letterNumber(session, argument);
      return data(`${number} ${maildropOf(session).uniqueId(number)}`);
    }
    await writeListing(session, 'uniqueNames', (drop, number) => drop.uniqueId(number));
    return null;
  },
};
