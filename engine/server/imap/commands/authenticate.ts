/** AUTHENTICATE, with or without an initial response, under TLS only. RFC 9051 6.2.2, RFC 4616, RFC 4959 */
import { ImapSyntaxError } from '../../../protocol/imap/imap-syntax-error.ts';
import { LOGIN } from '../../../protocol/sasl/login.ts';
import { PLAIN } from '../../../protocol/sasl/plain.ts';
import { decodeBase64, type SaslStep } from '../../../protocol/sasl/sasl-server.ts';
import { command } from '../imap-command.ts';
import type { ImapSession } from '../imap-session.ts';
import { assertTls, authenticate as logIn } from '../log-in.ts';
import { ImapRefusal } from '../refusal.ts';

const MECHANISMS = [PLAIN, LOGIN];
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
    const mechanism = MECHANISMS.find((known) => known.name === name);
    if (mechanism === undefined)
      throw new ImapRefusal('CANNOT', `${name.slice(0, 40)} is not offered; PLAIN and LOGIN are`);
    assertTls(session);
    let step = mechanism.start(initial === null ? null : octetsOf(initial === '=' ? '' : initial));
    while (step.kind === 'challenge') step = await ask(session, step);
    if (step.kind === 'malformed') throw new ImapSyntaxError(step.reason);
    return logIn(session, step.login, step.password);
  },
});

async function ask(session: ImapSession, step: Extract<SaslStep, { kind: 'challenge' }>): Promise<SaslStep> {
  session.respond.add(`+ ${Buffer.from(step.text, 'utf8').toString('base64')}\r\n`);
  await session.respond.flush();
  const answer = await session.connection.line(session.patienceMs);
  if (answer === '*') throw new ImapSyntaxError('AUTHENTICATE cancelled');
  return step.next(octetsOf(answer));
}

function octetsOf(text: string): Uint8Array {
  const octets = decodeBase64(text);
  if (octets === null) throw new ImapSyntaxError('the response is not base64');
  return octets;
}
