/** Bounds of an SMTP session. RFC 5321 4.5.3 */

export interface SmtpLimits {
  /** Largest letter taken. */
  readonly sizeBytes: number;
  readonly recipients: number;
  /** Refused commands before the session ends. */
  readonly refusals: number;
  readonly failedLogins: number;
  /** Silence of the client. RFC 5321 4.5.3.2.7 */
  readonly idleMs: number;
  /** Whole life of a connection: a client that sends a byte a minute is not idle. */
  readonly sessionMs: number;
  /** How long strangers on the port for other servers wait for the greeting: who speaks in it sends junk. */
  readonly strangerWaitMs: number;
  /** The sender's checks end after this, with what is known. */
  readonly senderCheckMs: number;
}
const NORMAL: SmtpLimits = {
  sizeBytes: 50_000_000,
  recipients: 500,
  refusals: 20,
  failedLogins: 3,
  idleMs: 5 * 60_000,
  sessionMs: 2 * 3_600_000,
  strangerWaitMs: 100,
  senderCheckMs: 20_000,
};
/** `limits.mode`: what counts and slows is off in `off`; what keeps the engine alive (sizes, times) stays. */
export function smtpLimits(mode: 'normal' | 'trial' | 'off', sizeBytes = NORMAL.sizeBytes): SmtpLimits {
  if (mode === 'normal') return { ...NORMAL, sizeBytes };
  return { ...NORMAL, sizeBytes, recipients: 10_000, refusals: mode === 'off' ? Number.POSITIVE_INFINITY : 1000 };
}
export const MAX_COMMAND_OCTETS = 12_288;
export const MAX_HEADER_OCTETS = 512 * 1024;
/** RFC 5322 2.1.1, without CRLF. Held for submissions only: what others wrote is stored as it came. */
export const MAX_LINE_OCTETS = 998;
