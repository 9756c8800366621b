/**
 * What the store keeps of a body's index, made once per body; and what an added prefix changes of it. Submission may
 * add Date or Message-ID as prefix: ENVELOPE and the facts of that copy then come from prefix and header together.
 */
import { indexMessage, MessageIndexer } from '../protocol/mime/index-message.ts';
import type { MessageIndex } from '../protocol/mime/message-index.ts';
import { encodeMimeIndex } from '../protocol/mime/mime-index-codec.ts';

export interface BodyFacts extends Omit<MessageIndex, 'parts' | 'sizeBytes'> {
  readonly mimeIndex: Uint8Array;
}
/** Facts that differ for a copy because of its prefix. */
export type PrefixFacts = Pick<BodyFacts, 'envelope' | 'messageId' | 'sentAt' | 'sentDay'>;

/** Header octets kept for `prefixFacts`; more is not looked at by the index either. */
export const HEADER_LIMIT_BYTES = 256 * 1024;

/** Headers of at most so many octets are kept beside their body's facts; a longer one is read from the body. */
export const KEPT_HEADER_BYTES = 8 * 1024;

const ENVELOPE_FIELD = /^(date|subject|from|sender|reply-to|to|cc|bcc|in-reply-to|message-id)[ \t]*:/im;

export function bodyFacts(index: MessageIndex): BodyFacts {
  const { parts, sizeBytes: _size, ...rest } = index;
  return { ...rest, mimeIndex: encodeMimeIndex(parts) };
}
export function inlineBodyFacts(bytes: Uint8Array): BodyFacts {
  return bodyFacts(indexMessage(bytes));
}
/** For a body that comes in pieces; also keeps its header for `prefixFacts`. */
export function piecewiseBodyFacts(pieces: Iterable<Uint8Array>): {
  readonly facts: BodyFacts;
  readonly header: Uint8Array;
} {
  const indexer = new MessageIndexer();
  const head: Uint8Array[] = [];
  let kept = 0;
  for (const piece of pieces) {
    indexer.push(piece);
    if (kept >= HEADER_LIMIT_BYTES) continue;
    head.push(Buffer.from(piece.subarray(0, HEADER_LIMIT_BYTES - kept)));
    kept += piece.byteLength;
  }
  const facts = bodyFacts(indexer.end());
  return { facts, header: Uint8Array.from(Buffer.concat(head).subarray(0, facts.headerBytes)) };
}
/** @returns null when the prefix holds no field that ENVELOPE shows */
export function prefixFacts(prefix: Uint8Array, header: Uint8Array): PrefixFacts | null {
  if (!ENVELOPE_FIELD.test(Buffer.from(prefix).toString('latin1'))) return null;
  const { envelope, messageId, sentAt, sentDay } = indexMessage(Buffer.concat([prefix, header]));
  return { envelope, messageId, sentAt, sentDay };
}
