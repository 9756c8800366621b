/** Makes of a delivery report a letter that the store can accept in the transaction that ends the entry. */
import { formatAddress } from '../model/address-text.ts';
import type { Address } from '../model/account.ts';
import { MailError } from '../model/errors.ts';
import type { LetterId, UnixMs } from '../model/ids.ts';
import type { QueueEntry } from '../model/queue.ts';
import type { BodyReader, BodyStore } from '../store/body-store.ts';
import type { DirectoryStore } from '../store/directory-store.ts';
import type { AcceptInput, LocalCopy, QueuedCopy } from '../store/intake-store.ts';
import { buildReport, wantsReport, type ReportedRecipient } from './bounce.ts';
import type { ReportKind } from './report-texts.ts';

/** Where a letter to the address goes; the same routing that accepted letters take. */
export type RouteReport = (
  recipient: Address,
  letterId: LetterId,
) => Promise<{ readonly local: readonly LocalCopy[]; readonly remote: readonly QueuedCopy[] }>;

export interface ReportDeps {
  readonly bodies: BodyStore;
  readonly directory: Pick<DirectoryStore, 'account'>;
  readonly route: RouteReport;
  readonly newLetterId: () => LetterId;
  readonly hostname: () => string;
}
const HEADERS_LIMIT_BYTES = 64 * 1024;
/** RET=FULL is honoured up to here; above, headers do (RFC 3461 4.3 lets us). */
const WHOLE_LIMIT_BYTES = 1024 * 1024;

/** @returns null when the sender wants no such report or none can be addressed */
export async function reportLetter(
  kind: ReportKind,
  recipients: readonly [ReportedRecipient, ...ReportedRecipient[]],
  now: UnixMs,
  deps: ReportDeps,
): Promise<AcceptInput | null> {
  const { entry } = recipients[0];
  if (entry.sender === null || !wantsReport(entry, kind)) return null;
  const letterId = deps.newLetterId();
  const { local, remote } = await deps.route(entry.sender, letterId);
  if (local.length === 0 && remote.length === 0) return null;
  const account = entry.submittedBy === null ? null : await deps.directory.account(entry.submittedBy);
  const original = await originalOf(entry, deps.bodies);
  const bytes = await buildReport({
    kind,
    letterId,
    hostname: deps.hostname(),
    to: entry.sender,
    language: account?.language ?? 'en',
    now,
    recipients,
    original: original.bytes,
    originalIsWhole: original.whole,
  });
  const needs8Bit = bytes.some((byte) => byte > 127);
  return {
    letterId,
    body: { kind: 'inline', bytes },
    direction: remote.length > 0 ? 'out' : 'internal',
    sender: null,
    origin: { via: 'bounce', peer: null, helo: null, tls: null, accountId: null, login: null },
    needsSmtpUtf8: !/^[\x20-\x7e]*$/.test(formatAddress(entry.sender)),
    needs8Bit,
    submittedBy: null,
    local,
    remote,
    facts: [],
  };
}

async function originalOf(
  entry: QueueEntry,
  bodies: BodyStore,
): Promise<{ readonly bytes: Uint8Array; readonly whole: boolean }> {
  let reader: BodyReader;
  try {
    reader = await bodies.open(entry.bodyId);
  } catch (error) {
    if (error instanceof MailError && error.code === 'nonexistent') return { bytes: entry.prefix, whole: false };
    throw error;
  }
  try {
    const whole = entry.dsn?.ret === 'full' && reader.sizeBytes <= WHOLE_LIMIT_BYTES;
    const body = await reader.read(0, Math.min(reader.sizeBytes, whole ? WHOLE_LIMIT_BYTES : HEADERS_LIMIT_BYTES));
    const all = Buffer.concat([entry.prefix, body]);
    if (whole) return { bytes: all, whole: true };
    const end = all.indexOf('\r\n\r\n');
    return { bytes: all.subarray(0, end < 0 ? all.lastIndexOf('\r\n') + 2 : end + 2), whole: false };
  } finally {
    reader.close();
  }
}
