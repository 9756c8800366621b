/** Signing in to IMAP, POP3 and submission over sockets by PLAIN, LOGIN, SCRAM-SHA-256 and -PLUS, and what was answered. RFC 4616, RFC 5802, RFC 5929 */
import { createHash } from 'node:crypto';
import tls from 'node:tls';
import { LineClient } from './line-client.ts';
import { scramClient } from './scram-client.ts';

export const LOGIN_PROTOCOLS = ['imap', 'pop3', 'submission'] as const;
export type LoginProtocol = (typeof LOGIN_PROTOCOLS)[number];
export const MECHANISMS = ['PLAIN', 'LOGIN', 'SCRAM-SHA-256', 'SCRAM-SHA-256-PLUS'] as const;
export type Mechanism = (typeof MECHANISMS)[number];

interface Dialect {
  readonly port: 'imaps' | 'pop3s' | 'submissions';
  readonly greeting: RegExp;
  readonly hello: readonly [string, RegExp] | null;
  readonly auth: string;
  /** A challenge, or the last word. */
  readonly answer: RegExp;
  readonly isOk: RegExp;
}
const DIALECTS: Readonly<Record<LoginProtocol, Dialect>> = {
  imap: {
    ...{ port: 'imaps', greeting: /^\* OK/, hello: null, auth: 'a AUTHENTICATE' },
    ...{ answer: /^(\+|a ) ?/, isOk: /^a OK/ },
  },
  pop3: {
    ...{ port: 'pop3s', greeting: /^\+OK/, hello: null, auth: 'AUTH' },
    ...{ answer: /^[+-]/, isOk: /^\+OK/ },
  },
  submission: {
    ...{ port: 'submissions', greeting: /^220 /, hello: ['EHLO ben.test\r\n', /^250 /], auth: 'AUTH' },
    ...{ answer: /^\d{3} /, isOk: /^235 / },
  },
};
const CHALLENGE = /^(\+ |\+$|334 ?)/;

export interface LoggedIn {
  readonly client: LineClient;
  readonly isOk: boolean;
  /** The last word of the server. */
  readonly line: string;
}
export interface Credentials {
  readonly login: string;
  readonly password: string;
}

/** The certificate's hash, which binds to any connection of the server. */
async function endPoint(port: number): Promise<Uint8Array> {
  const socket = tls.connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
  await new Promise<void>((resolve, reject) => socket.once('secureConnect', () => resolve()).once('error', reject));
  const { raw } = socket.getPeerCertificate();
  socket.destroy();
  return createHash('sha256').update(raw).digest();
}
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** What the client says to each challenge, from its first response on. */
async function responses(
  mechanism: Mechanism,
  { login, password }: Credentials,
  port: number,
): Promise<readonly ((challenge: string) => string)[]> {
  if (mechanism === 'PLAIN') return [() => `\0${login}\0${password}`];
  if (mechanism === 'LOGIN') return [() => login, () => password];
  const binding = { flag: 'p=tls-server-end-point', binding: await endPoint(port) };
  const scram = scramClient({ login, password, ...(mechanism === 'SCRAM-SHA-256-PLUS' ? binding : {}) });
  const last = (challenge: string): string => {
    if (!scram.isServer(challenge)) throw new Error('the server does not know the keys');
    return '';
  };
  return [() => scram.first, scram.answer, last];
}

export async function signIn(
  portOf: (listener: string) => number,
  protocol: LoginProtocol,
  mechanism: Mechanism,
  credentials: Credentials,
): Promise<LoggedIn> {
  const { port, greeting, hello, auth, answer, isOk } = DIALECTS[protocol];
  const client = await LineClient.connect(portOf(port), { tls: { rejectUnauthorized: false } });
  await client.until(greeting);
  if (hello !== null) await client.ask(...hello);
  let line = await client.ask(`${auth} ${mechanism}\r\n`, answer);
  for (const respond of await responses(mechanism, credentials, portOf(port))) {
    if (!CHALLENGE.test(line)) break;
    const challenge = Buffer.from(line.replace(CHALLENGE, ''), 'base64').toString();
    line = await client.ask(`${base64(respond(challenge))}\r\n`, answer);
  }
  return { client, isOk: isOk.test(line), line };
}
