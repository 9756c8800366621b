/** NOOP. RFC 1939 5 */
import { numbers } from '../../../protocol/pop3/command-line.ts';
import { ok, type Pop3Command } from '../pop3-session.ts';

export const noop: Pop3Command = {
  state: 'transaction',
  run(_session, argument) {
    numbers(argument, 0);
    return ok('here');
  },
};
