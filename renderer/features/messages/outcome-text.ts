/**
 * What a delivery outcome means and what to do, as texts. Reply class and enhanced code decide; the other server's words never do.
 * RFC 3463
 */
import type { DeferReason, DeliveryOutcome, FailReason } from '../../../engine/model/queue.ts';
import type { SmtpReply } from '../../../engine/model/smtp-reply.ts';
import type { Text, TextKey } from '../../i18n/create-i18n.ts';
import type { Tone } from '../../ui/tone.ts';

export interface OutcomeText {
  readonly tone: Tone;
  readonly what: Text;
  readonly next: Text;
}
const text = (what: TextKey, next: TextKey): { what: Text; next: Text } => ({
  what: { key: what },
  next: { key: next },
});
type Pair = readonly [what: TextKey, next: TextKey];

const DEFERRED: Readonly<Record<Exclude<DeferReason, 'remoteReply'>, Pair>> = {
  dns: ['outcome.dns', 'outcome.dnsNext'],
  connect: ['outcome.connect', 'outcome.connectNext'],
  tls: ['outcome.tls', 'outcome.wait'],
  timeout: ['outcome.timeout', 'outcome.wait'],
  localLimit: ['outcome.localLimit', 'outcome.localLimitNext'],
  unclassified: ['outcome.unclassified', 'outcome.wait'],
};
const FAILED: Readonly<Record<Exclude<FailReason, 'remoteReply'>, Pair>> = {
  nullMx: ['outcome.nullMx', 'outcome.nullMxNext'],
  noSuchDomain: ['outcome.noSuchDomain', 'outcome.noSuchDomainNext'],
  tlsPolicy: ['outcome.tlsPolicy', 'outcome.tellSender'],
  smtpUtf8Unsupported: ['outcome.smtpUtf8', 'outcome.smtpUtf8Next'],
  forbiddenAddress: ['outcome.forbidden', 'outcome.forbiddenNext'],
  loop: ['outcome.loop', 'outcome.loopNext'],
  expired: ['outcome.expired', 'outcome.expiredNext'],
  cancelled: ['outcome.cancelled', 'outcome.tellSender'],
};

function deferredByReply(reply: SmtpReply | null): Pair {
  const detail = reply?.enhanced.slice(2);
  if (detail === '2.2') return ['outcome.mailboxFull', 'outcome.mailboxFullNext'];
  return detail?.startsWith('7.') === true
    ? ['outcome.greylist', 'outcome.greylistNext']
    : ['outcome.remoteBusy', 'outcome.wait'];
}
function failedByReply(reply: SmtpReply | null): Pair {
  const detail = reply?.enhanced.slice(2) ?? '';
  if (['1.1', '1.2', '1.3', '1.6', '1.10'].includes(detail)) return ['outcome.noSuchUser', 'outcome.noSuchUserNext'];
  if (detail === '2.2') return ['outcome.mailboxFull', 'outcome.tellSender'];
  if (detail === '2.3' || detail === '3.4') return ['outcome.tooBig', 'outcome.tooBigNext'];
  return detail.startsWith('7.')
    ? ['outcome.policy', 'outcome.policyNext']
    : ['outcome.refused', 'outcome.refusedNext'];
}

export function outcomeText(outcome: DeliveryOutcome): OutcomeText {
  switch (outcome.kind) {
    case 'delivered':
      return { tone: 'ok', ...text('outcome.delivered', 'outcome.deliveredNext') };
    case 'deferred':
      return {
        tone: 'warn',
        ...text(...(outcome.reason === 'remoteReply' ? deferredByReply(outcome.reply) : DEFERRED[outcome.reason])),
      };
    case 'failed':
      return {
        tone: 'bad',
        ...text(...(outcome.reason === 'remoteReply' ? failedByReply(outcome.reply) : FAILED[outcome.reason])),
      };
  }
}
const isDeferReason = (reason: string): reason is DeferReason =>
  reason === 'remoteReply' || Object.hasOwn(DEFERRED, reason);
const isFailReason = (reason: string): reason is FailReason =>
  reason === 'remoteReply' || Object.hasOwn(FAILED, reason);

/** The reason of a group of queue entries in words; a reason unknown to this screen is said to be so. */
export function reasonText(reason: string): { readonly what: Text; readonly next: Text } {
  if (isDeferReason(reason)) return text(...(reason === 'remoteReply' ? deferredByReply(null) : DEFERRED[reason]));
  if (isFailReason(reason)) return text(...(reason === 'remoteReply' ? failedByReply(null) : FAILED[reason]));
  return text('outcome.unclassified', 'outcome.wait');
}

/** The dialogue of an attempt, in the words of the machines. */
export function outcomeDetail(outcome: DeliveryOutcome): string {
  const lines: string[] = [];
  if (outcome.remote !== null) {
    const { name, ip, port, tls } = outcome.remote;
    lines.push(`${name} [${ip}]:${port}`);
    if (tls !== null) lines.push(`${tls.version} · ${tls.cipher}${tls.verified ? '' : ' · unverified'}`);
  }
  if (outcome.reply !== null) lines.push(`${outcome.reply.code} ${outcome.reply.enhanced} ${outcome.reply.text}`);
  if (outcome.kind !== 'delivered' && outcome.detail !== '') lines.push(outcome.detail);
  return lines.join('\n');
}
