/** Bounds of a POP3 session. RFC 1939 3, RFC 2449 4 */
export interface Pop3Limits {
  /** Time in which a client signs in. */
  readonly loginMs: number;
  /** Silence of the client; at least 10 minutes by RFC 1939 3. */
  readonly idleMs: number;
  readonly failedLogins: number;
  /** Refused commands before the session ends. */
  readonly refusals: number;
}
export const DEFAULT_POP3_LIMITS: Pop3Limits = {
  loginMs: 3 * 60_000,
  idleMs: 10 * 60_000,
  failedLogins: 3,
  refusals: 30,
};
/** An AUTH line holds a password in base64; RFC 2449 4 needs 255. */
export const MAX_LINE_OCTETS = 8192;

/** What the owner sets, as it holds now. */
export interface Pop3Policy {
  /** Deleted letters go to the Trash. */
  readonly keepsInTrash: boolean;
  /** Seconds between two sign-ins of an account; 0: no wait. RFC 2449 6.5 */
  readonly loginDelaySeconds: number;
  /** Days after which letters leave the inbox by themselves; null: never. RFC 2449 6.7 */
  readonly expireDays: number | null;
}
