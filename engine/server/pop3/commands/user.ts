/** USER: the login; says nothing about whether it exists. RFC 1939 7 */
import { Pop3SyntaxError } from '../../../protocol/pop3/command-line.ts';
import { refuseInClear } from '../log-in.ts';
import { ok, type Pop3Command } from '../pop3-session.ts';

export const user: Pop3Command = {
  state: 'authorization',
  run(session, argument) {
    const refusal = refuseInClear(session);
    if (refusal !== null) return refusal;
    if (argument.trim() === '') throw new Pop3SyntaxError('userNeedsLogin');
    session.userName = argument.trim();
    return ok('nowThePassword');
  },
};
