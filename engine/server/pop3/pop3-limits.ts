/** Bounds of a POP3 session. RFC 1939 3, RFC 2449 4 */
export interface Pop3Limits {
  /** Silence of the client; at least 10 minutes by RFC 1939 3. */
  readonly idleMs: number;
  readonly failedLogins: number;
  /** Refused commands before the session ends. */
  readonly refusals: number;
}
export const DEFAULT_POP3_LIMITS: Pop3Limits = { idleMs: 10 * 60_000, failedLogins: 3, refusals: 30 };
/** An AUTH line holds a password in base64; RFC 2449 4 needs 255. */
export const MAX_LINE_OCTETS = 8192;
