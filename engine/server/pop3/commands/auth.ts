/** AUTH PLAIN, with or without an initial response; alone it lists what is offered. RFC 5034, RFC 4616 */
import { Pop3SyntaxError } from '../../../protocol/pop3/command-line.ts';
import { PLAIN } from '../../../protocol/sasl/plain.ts';
import { decodeBase64 } from '../../../protocol/sasl/sasl-server.ts';
import { logIn, refuseInClear } from '../log-in.ts';
import { err, type Pop3Command } from '../pop3-session.ts';

export const auth: Pop3Command = {
  state: 'authorization',
  async run(session, argument) {
    const refusal = refuseInClear(session);
    if (refusal !== null) return refusal;
    const [name = '', initial, ...more] = argument.trim().split(/\s+/);
    if (name.toUpperCase() !== PLAIN.name || more.length > 0) return err('mechanisms', null, { names: PLAIN.name });
    let step = PLAIN.start(initial === undefined ? null : initial === '=' ? new Uint8Array() : octets(initial));
    while (step.kind === 'challenge') {
      const answer = await session.ask(step.text);
      if (answer === '*') return err('signInCancelled');
      step = step.next(octets(answer));
    }
    return step.kind === 'malformed'
      ? err('signInNotUnderstood', null, { reason: step.reason })
      : logIn(session, step.login, step.password);
  },
};
function octets(base64: string): Uint8Array {
  const decoded = decodeBase64(base64);
  if (decoded === null) throw new Pop3SyntaxError('notBase64');
  return decoded;
}
