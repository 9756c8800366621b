/** Bounds of IMAP sessions; each named when it is reached. RFC 9051 5.4 (30 minutes at least after login), RFC 7888 4 */
export interface ImapLimits {
  /** Octets of one command outside its literals. */
  readonly lineBytes: number;
  /** Literals kept in memory for one command, before and after login. */
  readonly literalBytesBeforeLogin: number;
  readonly literalBytes: number;
  readonly messageBytes: number;
  /** Messages of one APPEND, and the octets of several in all: they are held until the last has come. */
  readonly appendMessages: number;
  readonly appendBytes: number;
  readonly loginTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly writeTimeoutMs: number;
  readonly badCommandsInARow: number;
  readonly failedLogins: number;
  readonly sessionsPerAccount: number;
  /** Each costs about 105 KiB for zlib. RFC 4978 */
  readonly compressedSessionsPerAccount: number;
  /** Changes kept for a session that cannot be told of them, and uids in them: beyond either it compares lists. DESIGN 4 */
  readonly pendingChanges: number;
  readonly pendingUids: number;
  /** How often a client that waits for a search hears how far it is. RFC 9585 3 */
  readonly progressEveryMs: number;
}
export const DEFAULT_IMAP_LIMITS: ImapLimits = {
  lineBytes: 64 * 1024,
  literalBytesBeforeLogin: 4 * 1024,
  literalBytes: 64 * 1024,
  messageBytes: 50 * 1024 * 1024,
  appendMessages: 1_000,
  appendBytes: 64 * 1024 * 1024,
  loginTimeoutMs: 3 * 60_000,
  idleTimeoutMs: 31 * 60_000,
  writeTimeoutMs: 5 * 60_000,
  badCommandsInARow: 20,
  failedLogins: 5,
  sessionsPerAccount: 100,
  compressedSessionsPerAccount: 30,
  pendingChanges: 1_000,
  pendingUids: 200_000,
  progressEveryMs: 10_000,
};
