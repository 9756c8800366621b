/** AUTH, with or without an initial response; alone it lists what is offered. RFC 5034, RFC 4616, RFC 5802, RFC 7677 */
import { randomBytes } from 'node:crypto';
import { Pop3SyntaxError } from '../../../protocol/pop3/command-line.ts';
import { converse } from '../../../protocol/sasl/converse.ts';
import { PLAIN } from '../../../protocol/sasl/plain.ts';
import { decodeBase64, type SaslMechanism } from '../../../protocol/sasl/sasl-server.ts';
import { scram, scramPlus } from '../../../protocol/sasl/scram.ts';
import { finishLogin, refuseInClear } from '../log-in.ts';
import { err, type Pop3Command, type Pop3Session } from '../pop3-session.ts';

export const auth: Pop3Command = {
  state: 'authorization',
  async run(session, argument) {
    const refusal = refuseInClear(session);
    if (refusal !== null) return refusal;
    const [name = '', initial, ...more] = argument.trim().split(/\s+/);
    const offered = mechanisms(session);
    const mechanism = offered.find((known) => known.name === name.toUpperCase());
    if (mechanism === undefined || more.length > 0)
      return err('mechanisms', null, { names: offered.map((known) => known.name).join(' ') });
    const { authenticator } = session.deps;
    const about = { protocol: 'pop3', peer: session.peer, session: session.sessionId } as const;
    const end = await converse(
      mechanism.start(initial === undefined ? null : initial === '=' ? new Uint8Array() : octets(initial)),
      {
        async ask(challenge) {
          const answer = await session.ask(challenge);
          return answer === '*' ? null : octets(answer);
        },
        checkPassword: (login, password) => authenticator.authenticate({ ...about, login, password }),
        scramParameters: (login) => authenticator.scramParameters(login),
        checkProof: (login, proof) => authenticator.authenticateProof({ ...about, login, proof }),
      },
    );
    if (end.kind === 'cancelled') return err('signInCancelled');
    if (end.kind === 'malformed') return err('signInNotUnderstood', null, { reason: end.reason });
    return finishLogin(session, end.result);
  },
};
function mechanisms(session: Pop3Session): readonly SaslMechanism[] {
  if (!session.deps.authenticator.offersScram) return [PLAIN];
  const options = { bindings: session.bindings, nonce: () => randomBytes(18).toString('base64') };
  return [PLAIN, scram(options), scramPlus(options)];
}
function octets(base64: string): Uint8Array {
  const decoded = decodeBase64(base64);
  if (decoded === null) throw new Pop3SyntaxError('notBase64');
  return decoded;
}
