/** STAT: how many letters and octets. RFC 1939 5 */
import { numbers } from '../../../protocol/pop3/command-line.ts';
import { presentMessages } from '../find-message.ts';
import { ok, type Pop3Command } from '../pop3-session.ts';

export const stat: Pop3Command = {
  state: 'transaction',
  run(session, argument) {
    numbers(argument, 0);
    const present = presentMessages(session);
    return ok(`${present.length} ${present.reduce((sum, message) => sum + message.sizeBytes, 0)}`);
  },
};
