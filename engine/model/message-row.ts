/** One message of a mailbox as a row: everything a listing shows without opening its body. RFC 9051 7.5.2 */
import type { BodyId, LetterId, ModSeq, Uid, UnixMs } from './ids.ts';
import type { Flags } from './flags.ts';

export interface MessageRow {
  readonly uid: Uid;
  readonly modSeq: ModSeq;
  readonly flags: Flags;
  readonly internalDate: UnixMs;
  readonly savedAt: UnixMs;
  /** prefix + body: IMAP RFC822.SIZE. */
  readonly sizeBytes: number;
  readonly prefixBytes: number;
  readonly bodyId: BodyId;
  readonly letterId: LetterId | null;
  /** Ready IMAP octets, present when the page asked for them. */
  readonly envelope?: Uint8Array;
  readonly body?: Uint8Array;
  readonly bodyStructure?: Uint8Array;
  /** prefix, i.e. headers we added, present when asked for. */
  readonly prefix?: Uint8Array;
  /** Encoded part tree (protocol/mime), present when asked for. */
  readonly mimeIndex?: Uint8Array;
  /** UTF-8: first words; what names the message's octets; the message id its thread began with. Present when asked for. */
  readonly preview?: Uint8Array;
  readonly emailId?: Uint8Array;
  readonly threadRoot?: Uint8Array;
}
export const ROW_FIELDS = [
  'envelope',
  'body',
  'bodyStructure',
  'prefix',
  'mimeIndex',
  'preview',
  'emailId',
  'threadRoot',
] as const;
export type RowField = (typeof ROW_FIELDS)[number];
