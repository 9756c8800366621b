/**
 * Delivery reports to the sender: a text for people, the machine-readable status, and the letter's headers or whole. Never
 * a report for a report: the null reverse-path gets none. RFC 3461 6, RFC 3462, RFC 3464, RFC 5321 6.1
 */
import MimeNode from 'nodemailer/lib/mime-node';
import { formatAddress } from '../model/address-text.ts';
import type { AccountLanguage, Address } from '../model/account.ts';
import type { LetterId, UnixMs } from '../model/ids.ts';
import type { DeliveryOutcome, QueueEntry } from '../model/queue.ts';
import type { SmtpReply } from '../model/smtp-reply.ts';
import { reportTexts, type ReportKind } from './report-texts.ts';

export interface ReportedRecipient {
  readonly entry: QueueEntry;
  readonly outcome: DeliveryOutcome;
  /** When the next attempt is due; only in delay reports. */
  readonly nextAttemptAt: UnixMs | null;
}
export interface ReportInput {
  readonly kind: ReportKind;
  readonly letterId: LetterId;
  readonly hostname: string;
  readonly to: Address;
  readonly language: AccountLanguage;
  readonly now: UnixMs;
  readonly recipients: readonly [ReportedRecipient, ...ReportedRecipient[]];
  /** The reported letter: its header section, or all of it where RET=FULL asked and size allows. */
  readonly original: Uint8Array;
  readonly originalIsWhole: boolean;
}

/** Whether the sender wants such a report. Without NOTIFY failures and delays are reported. RFC 3461 4.1 */
export function wantsReport(entry: Pick<QueueEntry, 'sender' | 'dsn'>, kind: ReportKind): boolean {
  if (entry.sender === null) return false;
  const notify = entry.dsn?.notify ?? null;
  if (notify === null) return kind !== 'success';
  return notify.includes(kind);
}

/** @returns the report as message bytes with CRLF line ends */
export async function buildReport(input: ReportInput): Promise<Uint8Array<ArrayBuffer>> {
  const texts = reportTexts(input.language);
  const root = new MimeNode('multipart/report; report-type=delivery-status', {
    newline: '\r\n',
    hostname: input.hostname,
  });
  root.setHeader('from', `Postane <postmaster@${input.hostname}>`);
  root.setHeader('to', formatAddress(input.to));
  root.setHeader(
    'subject',
    `${texts.subject[input.kind]}: ${input.recipients[0].entry.subject || formatAddress(input.recipients[0].entry.recipient)}`,
  );
  root.setHeader('date', new Date(input.now).toUTCString().replace('GMT', '+0000'));
  root.setHeader('message-id', `<${input.letterId}@${input.hostname}>`);
  root.setHeader('auto-submitted', 'auto-replied');
  root.setHeader('mime-version', '1.0');
  root.createChild('text/plain; charset=utf-8').setContent(humanText(input));
  root
    .createChild('message/delivery-status')
    .setHeader('content-transfer-encoding', '7bit')
    .setContent(statusText(input));
  const type = input.originalIsWhole ? 'message/rfc822' : 'text/rfc822-headers';
  const is8Bit = input.original.some((byte) => byte > 127);
  root
    .createChild(type)
    .setHeader('content-transfer-encoding', is8Bit ? '8bit' : '7bit')
    .setContent(Buffer.from(input.original));
  const built = await root.build();
  return new Uint8Array(built);
}

function humanText(input: ReportInput): string {
  const texts = reportTexts(input.language);
  const lines = [texts.verdict[input.kind], ''];
  for (const { entry, outcome } of input.recipients) {
    lines.push(`${texts.recipient}: ${formatAddress(entry.recipient)}`, texts.reason(outcome));
    if (outcome.reply !== null) lines.push(`${texts.remoteSaid}: ${replyText(outcome.reply)}`);
    lines.push('');
  }
  lines.push(texts.next[input.kind], '');
  return lines.join('\r\n');
}

const ACTION = { failure: 'failed', delay: 'delayed', success: 'relayed' } as const;

function statusText(input: ReportInput): string {
  const [{ entry: first }] = input.recipients;
  const perMessage = [`Reporting-MTA: dns; ${input.hostname}`, `Arrival-Date: ${dateOf(first.queuedAt)}`];
  if (first.dsn?.envid) perMessage.unshift(`Original-Envelope-Id: ${printable(first.dsn.envid)}`);
  return [perMessage, ...input.recipients.map((recipient) => recipientFields(recipient, input))]
    .map((fields) => `${fields.join('\r\n')}\r\n`)
    .join('\r\n');
}

function recipientFields({ entry, outcome, nextAttemptAt }: ReportedRecipient, input: ReportInput): string[] {
  const address = formatAddress(entry.recipient);
  // RFC 6533 3: addresses outside ASCII have their own type.
  const type = isAscii(address) ? 'rfc822' : 'utf-8';
  const fields = entry.dsn?.orcpt ? [`Original-Recipient: ${printable(entry.dsn.orcpt)}`] : [];
  fields.push(
    `Final-Recipient: ${type}; ${address}`,
    `Action: ${ACTION[input.kind]}`,
    `Status: ${statusCode(outcome, input.kind)}`,
  );
  if (outcome.remote !== null) fields.push(`Remote-MTA: dns; ${outcome.remote.name}`);
  if (outcome.reply !== null) fields.push(`Diagnostic-Code: smtp; ${replyText(outcome.reply)}`);
  fields.push(`Last-Attempt-Date: ${dateOf(input.now)}`);
  if (nextAttemptAt !== null) fields.push(`Will-Retry-Until: ${dateOf(entry.expiresAt)}`);
  return fields;
}

function statusCode(outcome: DeliveryOutcome, kind: ReportKind): string {
  if (kind === 'success') return '2.0.0';
  const wanted = kind === 'failure' ? '5' : '4';
  if (outcome.reply !== null && outcome.reply.enhanced.startsWith(wanted)) return outcome.reply.enhanced;
  if (outcome.kind !== 'failed') return `${wanted}.4.7`;
  switch (outcome.reason) {
    case 'nullMx':
      return '5.1.10';
    case 'noSuchDomain':
      return '5.1.2';
    case 'remoteReply':
    case 'cancelled':
      return '5.0.0';
    case 'tlsPolicy':
      return '5.7.10';
    case 'smtpUtf8Unsupported':
      return '5.6.7';
    case 'forbiddenAddress':
      return '5.4.4';
    case 'loop':
      return '5.4.6';
    case 'expired':
      return '5.4.7';
  }
}

/** A remote's words on one line: they must not become headers of ours. */
const replyText = (reply: SmtpReply): string => printable(`${reply.code} ${reply.enhanced} ${reply.text}`);
const dateOf = (at: number): string => new Date(at).toUTCString().replace('GMT', '+0000');
const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);
/** Header-safe: no line ends or control characters, ASCII only. */
const printable = (text: string): string => text.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 800);
