/** AUTH on the submission ports, under TLS only. RFC 4954, RFC 4616, RFC 8314 3.3, RFC 5802, RFC 7677 */
import { randomBytes } from 'node:crypto';
import type { LoginResult } from '../../../auth/authenticator.ts';
import { assertNever } from '../../../lib/assert.ts';
import type { SmtpReply } from '../../../model/smtp-reply.ts';
import { converse } from '../../../protocol/sasl/converse.ts';
import { LOGIN } from '../../../protocol/sasl/login.ts';
import { PLAIN } from '../../../protocol/sasl/plain.ts';
import { decodeBase64, type SaslMechanism } from '../../../protocol/sasl/sasl-server.ts';
import { scram, scramPlus } from '../../../protocol/sasl/scram.ts';
import { badArgument } from '../../../protocol/smtp/smtp-syntax-error.ts';
import { outOfOrder } from '../replies.ts';
import type { SubmissionDeps } from '../smtp-deps.ts';
import type { SmtpCommand, SmtpSession } from '../smtp-session.ts';

export const auth: SmtpCommand = {
  async run(session, argument) {
    const { deps, sessionId } = session;
    if (deps.profile !== 'submission')
      return {
        code: 502,
        enhanced: '5.5.1',
        text: 'This port is for other mail servers. To send mail, sign in on port 465 or 587',
      };
    if (session.tls === null) {
      deps.emit('login.clearText', { protocol: 'smtp', peer: session.peer }, { session: sessionId });
      return { code: 538, enhanced: '5.7.11', text: 'Signing in needs encryption. Use STARTTLS first, or port 465' };
    }
    if (session.signedIn !== null) return outOfOrder('You are signed in already');
    if (session.transaction !== null) return outOfOrder('A letter is begun. Finish it or send RSET');
    const [name = '', initial, ...more] = argument.trim().split(/\s+/);
    const mechanism = mechanisms(session, deps).find((known) => known.name === name.toUpperCase());
    if (mechanism === undefined)
      return { code: 504, enhanced: '5.5.4', text: 'That way of signing in is not offered. Use PLAIN or LOGIN' };
    if (more.length > 0) throw badArgument('AUTH has the form AUTH PLAIN [base64]');
    const { authenticator } = deps;
    const about = { protocol: 'smtp', peer: session.peer, session: sessionId } as const;
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
    if (end.kind === 'checked') return signIn(session, deps, end.login, end.result);
    const reason = end.kind === 'malformed' ? end.reason : 'cancelled';
    return { code: 501, enhanced: '5.5.2', text: `Sign-in not understood: ${reason}` };
  },
};

function mechanisms(session: SmtpSession, { authenticator }: SubmissionDeps): readonly SaslMechanism[] {
  if (!authenticator.offersScram) return [PLAIN, LOGIN];
  const options = { bindings: session.bindings, nonce: () => randomBytes(18).toString('base64') };
  return [PLAIN, LOGIN, scram(options), scramPlus(options)];
}
function octets(base64: string): Uint8Array {
  const decoded = decodeBase64(base64.trim());
  if (decoded === null) throw badArgument('Sign-in not understood: that is no base64', '5.5.2');
  return decoded;
}
async function signIn(
  session: SmtpSession,
  deps: SubmissionDeps,
  login: string,
  result: LoginResult,
): Promise<SmtpReply> {
  switch (result.kind) {
    case 'ok':
      session.signIn({ account: result.account, login, ownAddresses: await deps.ownAddresses(result.account.id) });
      return { code: 235, enhanced: '2.7.0', text: 'Signed in' };
    case 'refused':
      session.noteFailedLogin();
      return { code: 535, enhanced: '5.7.8', text: 'Login or password is wrong. The login is the whole address' };
    case 'throttled':
      session.noteFailedLogin();
      return {
        code: 454,
        enhanced: '4.7.0',
        text: `Too many wrong passwords. Try again in ${Math.ceil(result.retryAfterMs / 1000)} seconds`,
      };
    case 'unavailable':
      return { code: 454, enhanced: '4.3.0', text: 'The password could not be checked at the moment. Try again later' };
    default:
      return assertNever(result, 'login result');
  }
}
