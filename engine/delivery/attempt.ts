/**
 * One attempt for one letter and one destination: find the hops, try them in turn, and give each entry its outcome. Never
 * throws: what goes wrong is an outcome. RFC 5321 5.1
 */
import { Readable } from 'node:stream';
import type { Emit } from '../events/bus.ts';
import type { Resolver } from '../net/resolver.ts';
import { MailError } from '../model/errors.ts';
import type { DeliveryOutcome, QueueEntry } from '../model/queue.ts';
import type { BodyReader, BodyStore } from '../store/body-store.ts';
import { formatAddress, formatReversePath } from '../model/address-text.ts';
import type { DeliverySettings } from './delivery-settings.ts';
import { deferred, failed } from './outcome.ts';
import { findRemoteHosts, type NextHop } from './remote-hosts.ts';
import { sendToHop, type OutboundLetter, type SessionResult } from './smtp-client.ts';
import { tlsPolicyFor } from './tls-policy.ts';

export interface AttemptDeps {
  readonly bodies: BodyStore;
  readonly resolver: Resolver;
  readonly emit: Emit;
  readonly random: () => number;
}
/** Entries of one attempt: same body, destination, prefix, sender and DSN wishes. At least one. */
export type AttemptGroup = readonly [QueueEntry, ...QueueEntry[]];

/** @returns one outcome per entry, in the order of the group */
export async function attemptDelivery(
  group: AttemptGroup,
  settings: DeliverySettings,
  deps: AttemptDeps,
): Promise<readonly DeliveryOutcome[]> {
  const domain = group[0].recipient.domain;
  try {
    const found = await findRemoteHosts(domain, deps.resolver, settings, deps.random);
    if (found.kind === 'outcome') return group.map(() => found.outcome);
    const body = await deps.bodies.open(group[0].bodyId);
    try {
      return await tryHops(found.hosts, group, body, settings, deps);
    } finally {
      body.close();
    }
  } catch (error) {
    deps.emit('engine.bug', { where: 'delivery', error: String(error) }, { letter: group[0].letterId });
    const outcome =
      error instanceof MailError && error.code === 'nonexistent'
        ? failed('cancelled', 'the letter is no longer in the store')
        : deferred('unclassified', 'delivery stopped for a reason of our own');
    return group.map(() => outcome);
  }
}

async function tryHops(
  hops: readonly NextHop[],
  group: AttemptGroup,
  body: BodyReader,
  settings: DeliverySettings,
  deps: AttemptDeps,
): Promise<readonly DeliveryOutcome[]> {
  const letter = letterOf(group, body);
  let last: DeliveryOutcome = deferred('connect', 'no next hop');
  for (const hop of hops) {
    const result = await tryHop(hop, letter, settings, deps);
    if (result.kind === 'answered') {
      return group.map(
        (entry) =>
          result.outcomes.get(formatAddress(entry.recipient)) ??
          deferred('unclassified', `${hop.name} gave no answer for this recipient`),
      );
    }
    last = result.outcome;
  }
  return group.map(() => last);
}

async function tryHop(
  hop: NextHop,
  letter: OutboundLetter,
  settings: DeliverySettings,
  deps: AttemptDeps,
): Promise<SessionResult> {
  const policy = tlsPolicyFor(settings.smartHost);
  const result = await sendToHop(hop, policy, settings.smartHost, letter, settings.hostname);
  if (result.kind === 'answered' || !result.tlsFailed || policy.use !== 'opportunistic') return result;
  // Opportunistic: better in clear than not at all (RFC 7435 3), and said so.
  const reason = result.outcome.kind === 'deferred' ? result.outcome.detail : 'TLS failed';
  deps.emit('delivery.tlsClear', { remote: hop.name, reason });
  return sendToHop(hop, { use: 'none' }, settings.smartHost, letter, settings.hostname);
}

function letterOf(group: AttemptGroup, body: BodyReader): OutboundLetter {
  const [first] = group;
  return {
    sender: formatReversePath(first.sender),
    recipients: group.map((entry) => formatAddress(entry.recipient)),
    sizeBytes: first.prefix.length + body.sizeBytes,
    needsSmtpUtf8: first.needsSmtpUtf8,
    needs8Bit: first.needs8Bit,
    dsn: first.dsn,
    content: () => Readable.from(wholeLetter(first.prefix, body), { objectMode: false }),
  };
}

async function* wholeLetter(prefix: Uint8Array, body: BodyReader): AsyncGenerator<Buffer> {
  if (prefix.length > 0) yield Buffer.from(prefix);
  for await (const piece of body.stream()) yield Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
}
