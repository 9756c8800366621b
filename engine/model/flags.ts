/** System flags as bits, keywords as words. RFC 9051 2.3.2 */
export const SYSTEM_FLAGS = { '\\Answered': 1, '\\Flagged': 2, '\\Deleted': 4, '\\Seen': 8, '\\Draft': 16 } as const;
export type SystemFlag = keyof typeof SYSTEM_FLAGS;

export interface Flags {
  /** Sum of SYSTEM_FLAGS bits. */
  readonly system: number;
  /** Case kept as first written in the mailbox, compared without case; sorted. */
  readonly keywords: readonly string[];
}
export const NO_FLAGS: Flags = { system: 0, keywords: [] };

export type FlagChange = {
  readonly mode: 'add' | 'remove' | 'replace';
  readonly flags: Flags;
  /** UNCHANGEDSINCE: messages with a higher modSeq are left alone and reported. RFC 7162 3.1.3 */
  readonly unchangedSince?: number;
};
