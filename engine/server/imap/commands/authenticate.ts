/** AUTHENTICATE, with or without an initial response, under TLS only. RFC 9051 6.2.2, RFC 4616, RFC 4959, RFC 5802, RFC 7677 */
import { randomBytes } from 'node:crypto';
import { ImapSyntaxError } from '../../../protocol/imap/imap-syntax-error.ts';
import { converse } from '../../../protocol/sasl/converse.ts';
import { LOGIN } from '../../../protocol/sasl/login.ts';
import { PLAIN } from '../../../protocol/sasl/plain.ts';
import { decodeBase64, type SaslMechanism } from '../../../protocol/sasl/sasl-server.ts';
import { scram, scramPlus } from '../../../protocol/sasl/scram.ts';
import { command } from '../imap-command.ts';
import type { ImapSession } from '../imap-session.ts';
import { assertTls, attemptOf, finishLogin } from '../log-in.ts';
import { ImapRefusal } from '../refusal.ts';

const INITIAL = /=|[A-Za-z0-9+/]+=*/y;

export const authenticate = command({
  states: ['notAuthenticated'],
  mayReportExpunge: true,
  parse(line) {
    line.space();
    const name = line.word('mechanism');
    const initial = line.maybe(' ') ? line.match(INITIAL, 'initial response') : null;
    line.end();
    return { name, initial };
  },
  async run(session, { name, initial }) {
    const { authenticator } = session.services;
    const mechanism = mechanisms(session).find((known) => known.name === name);
    if (mechanism === undefined)
      throw new ImapRefusal('CANNOT', `${name.slice(0, 40)} is not offered; PLAIN and LOGIN are`);
    assertTls(session);
    const end = await converse(mechanism.start(initial === null ? null : octetsOf(initial === '=' ? '' : initial)), {
      ask: (challenge) => ask(session, challenge),
      checkPassword: (login, password) => authenticator.authenticate({ ...attemptOf(session, login), password }),
      scramParameters: (login) => authenticator.scramParameters(login),
      checkProof: (login, proof) => authenticator.authenticateProof({ ...attemptOf(session, login), proof }),
    });
    if (end.kind === 'malformed') throw new ImapSyntaxError(end.reason);
    if (end.kind === 'cancelled') throw new ImapSyntaxError('AUTHENTICATE cancelled');
    return finishLogin(session, end.result);
  },
});

function mechanisms({ services, connection }: ImapSession): readonly SaslMechanism[] {
  if (!services.authenticator.offersScram) return [PLAIN, LOGIN];
  const options = { bindings: connection.bindings, nonce: () => randomBytes(18).toString('base64') };
  return [PLAIN, LOGIN, scram(options), scramPlus(options)];
}

async function ask(session: ImapSession, challenge: string): Promise<Uint8Array | null> {
  session.respond.add(`+ ${Buffer.from(challenge, 'utf8').toString('base64')}\r\n`);
  await session.respond.flush();
  const answer = await session.connection.line(session.patienceMs);
  return answer === '*' ? null : octetsOf(answer);
}

function octetsOf(text: string): Uint8Array {
  const octets = decodeBase64(text);
  if (octets === null) throw new ImapSyntaxError('the response is not base64');
  return octets;
}
