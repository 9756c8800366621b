/**
 * One session with one next hop for one letter: connect, protect, log in, send, and say what became of each recipient.
 * Every step has a deadline. RFC 5321 3.3 and 4.5.3.2, RFC 3207, RFC 3461
 */
import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import type { DeliveryOutcome, DsnRequest, RemoteHost } from '../model/queue.ts';
import { deferred, delivered, failed, parseReply, refusedBy } from './outcome.ts';
import { OutboundConnection, type RefusedRecipient } from './outbound-connection.ts';
import type { NextHop } from './remote-hosts.ts';
import type { SmartHost } from './delivery-settings.ts';
import type { TlsPolicy } from './tls-policy.ts';

/** RFC 5321 4.5.3.2 gives minutes to each step; the hop is tried again later, so we wait less at the start. */
const CONNECT_MS = 30_000;
const GREETING_MS = 60_000;
const SILENCE_MS = 5 * 60_000;
const WHOLE_SESSION_MS = 60 * 60_000;

export interface OutboundLetter {
  /** '' is the null reverse-path. */
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly sizeBytes: number;
  readonly needsSmtpUtf8: boolean;
  readonly needs8Bit: boolean;
  readonly dsn: DsnRequest | null;
  /** A new stream of the whole letter, prefix and body. */
  content(): Readable;
}
export type SessionResult =
  /** The hop spoke to us about the letter: final for this attempt. One outcome per recipient. */
  | { readonly kind: 'answered'; readonly outcomes: ReadonlyMap<string, DeliveryOutcome> }
  /** The letter was not offered here: another hop may take it. */
  | { readonly kind: 'unreachable'; readonly outcome: DeliveryOutcome; readonly tlsFailed: boolean };

interface ClientError extends Error {
  code?: string;
  command?: string;
  response?: string;
}

export async function sendToHop(
  hop: NextHop,
  policy: TlsPolicy,
  login: SmartHost | null,
  letter: OutboundLetter,
  ourName: string,
): Promise<SessionResult> {
  const connection = open(hop, policy, ourName);
  const limit = setTimeout(() => connection.close(), WHOLE_SESSION_MS);
  limit.unref();
  try {
    const refused = await begin(connection, hop, login);
    if (refused !== null) return refused;
    return { kind: 'answered', outcomes: await offer(connection, hop, letter) };
  } finally {
    clearTimeout(limit);
    connection.quit();
  }
}

function open(hop: NextHop, policy: TlsPolicy, ourName: string): OutboundConnection {
  const verify = policy.use === 'required' || policy.use === 'implicit';
  return new OutboundConnection({
    host: hop.ip,
    port: hop.port,
    name: ourName,
    secure: policy.use === 'implicit',
    requireTLS: policy.use === 'required',
    ignoreTLS: policy.use === 'none',
    opportunisticTLS: policy.use === 'opportunistic',
    connectionTimeout: CONNECT_MS,
    greetingTimeout: GREETING_MS,
    socketTimeout: SILENCE_MS,
    tls: {
      rejectUnauthorized: verify,
      minVersion: 'TLSv1.2',
      ...(isIP(hop.name) === 0 ? { servername: hop.name } : {}),
    },
  });
}

/** Connects and logs in. @returns what stopped us, or null when the letter can be offered */
function begin(connection: OutboundConnection, hop: NextHop, login: SmartHost | null): Promise<SessionResult | null> {
  return new Promise((resolve) => {
    connection.on('error', (error: ClientError) => resolve(unreachable(error, hop, connection.tlsUnfinished())));
    connection.on('end', () =>
      resolve({
        kind: 'unreachable',
        outcome: deferred('connect', `${hop.name} closed the connection`, remoteOf(hop, connection)),
        tlsFailed: false,
      }),
    );
    connection.connect(() => {
      if (login === null || login.user === null) return resolve(null);
      connection.login({ user: login.user, pass: login.password ?? '' }, (error) => {
        if (error === null) return resolve(null);
        resolve({
          kind: 'unreachable',
          outcome: deferred(
            'remoteReply',
            `the smart host refused our sign-in: ${error.message}`,
            remoteOf(hop, connection),
            parseReply(error.response ?? ''),
          ),
          tlsFailed: false,
        });
      });
    });
  });
}

function unreachable(error: ClientError, hop: NextHop, inTls: boolean): SessionResult {
  const remote: RemoteHost = { ...hop, tls: null };
  const detail = `${hop.name} (${hop.ip}): ${error.message}`;
  if (inTls || error.code === 'ETLS')
    return { kind: 'unreachable', outcome: deferred('tls', detail, remote), tlsFailed: true };
  switch (error.code) {
    case 'ETIMEDOUT':
      return { kind: 'unreachable', outcome: deferred('timeout', detail, remote), tlsFailed: false };
    case 'EPROTOCOL':
      return {
        kind: 'unreachable',
        outcome: deferred('remoteReply', detail, remote, parseReply(error.response ?? '')),
        tlsFailed: false,
      };
    default:
      return { kind: 'unreachable', outcome: deferred('connect', detail, remote), tlsFailed: false };
  }
}

async function offer(
  connection: OutboundConnection,
  hop: NextHop,
  letter: OutboundLetter,
): Promise<Map<string, DeliveryOutcome>> {
  const remote = remoteOf(hop, connection);
  const all = (outcome: DeliveryOutcome) => new Map(letter.recipients.map((recipient) => [recipient, outcome]));
  if (letter.needsSmtpUtf8) {
    if (!connection.offers('SMTPUTF8'))
      return all(failed('smtpUtf8Unsupported', `${hop.name} takes no international addresses`, remote));
    connection.needUtf8Headers();
  }
  const content = letter.content();
  const sent = await send(connection, letter, content);
  content.destroy();
  if (sent.error === null) {
    const reply = parseReply(sent.response) ?? {
      code: 250,
      enhanced: '2.0.0' as const,
      text: sent.response.slice(0, 500),
    };
    return withRefusals(
      all(delivered(remote, reply, letter.dsn !== null && connection.offers('DSN'))),
      connection.refusals(),
      remote,
    );
  }
  const { error } = sent;
  if (error.response === undefined) {
    return all(
      deferred(error.code === 'ETIMEDOUT' ? 'timeout' : 'connect', `${hop.name} (${hop.ip}): ${error.message}`, remote),
    );
  }
  return withRefusals(all(refusedBy(remote, error.response)), connection.refusals(), remote);
}

function withRefusals(
  outcomes: Map<string, DeliveryOutcome>,
  refused: readonly RefusedRecipient[],
  remote: RemoteHost,
): Map<string, DeliveryOutcome> {
  for (const error of refused) {
    if (error.recipient !== undefined) outcomes.set(error.recipient, refusedBy(remote, error.response ?? ''));
  }
  return outcomes;
}

type Sent = { readonly error: null; readonly response: string } | { readonly error: ClientError };

function send(connection: OutboundConnection, letter: OutboundLetter, content: Readable): Promise<Sent> {
  const dsn = letter.dsn !== null && connection.offers('DSN') ? { dsn: dsnParameters(letter.dsn) } : {};
  const envelope = {
    from: letter.sender === '' ? (false as const) : letter.sender,
    to: [...letter.recipients],
    size: letter.sizeBytes,
    use8BitMime: letter.needs8Bit,
    ...dsn,
  };
  return new Promise((resolve) => {
    let done = false;
    const settle = (result: Sent) => {
      if (done) return;
      done = true;
      resolve(result);
    };
    // A session that dies without an answer must not leave us waiting.
    connection.on('error', (error: ClientError) => settle({ error }));
    connection.on('end', () =>
      settle({ error: Object.assign(new Error('the connection ended before an answer'), { code: 'ECONNECTION' }) }),
    );
    connection.send(envelope, content, (error, info) => {
      if (error !== null) settle({ error: error as ClientError });
      else settle({ error: null, response: info?.response ?? '' });
    });
  });
}

function dsnParameters(dsn: DsnRequest): { ret?: string; envid?: string; notify?: string[]; orcpt?: string } {
  return {
    ...(dsn.ret === null ? {} : { ret: dsn.ret === 'full' ? 'FULL' : 'HDRS' }),
    ...(dsn.envid === null ? {} : { envid: dsn.envid }),
    ...(dsn.notify === null ? {} : { notify: dsn.notify.map((word) => word.toUpperCase()) }),
    ...(dsn.orcpt === null ? {} : { orcpt: dsn.orcpt }),
  };
}

function remoteOf(hop: NextHop, connection: OutboundConnection): RemoteHost {
  return { name: hop.name, ip: hop.ip, port: hop.port, tls: connection.tlsFacts() };
}
