/** STAT: how many letters and octets. RFC 1939 5 */
import { numbers } from '../../../protocol/pop3/command-line.ts';
import { maildropOf } from '../find-message.ts';
import { data, type Pop3Command } from '../pop3-session.ts';

export const stat: Pop3Command = {
  state: 'transaction',
  run(session, argument) {
    numbers(argument, 0);
    const { count, bytes } = maildropOf(session).present;
    return data(`${count} ${bytes}`);
  },
};
