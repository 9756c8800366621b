/** DELE: marks; QUIT removes. RFC 1939 5 */
import { numbers } from '../../../protocol/pop3/command-line.ts';
import { findMessage } from '../find-message.ts';
import { ok, type Pop3Command } from '../pop3-session.ts';

export const dele: Pop3Command = {
  state: 'transaction',
  run(session, argument) {
    findMessage(session, numbers(argument, 1)[0]!).isDeleted = true;
    return ok('Marked as deleted');
  },
};
