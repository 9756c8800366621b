/** What a reader needs the MIME code for; loaded when first asked, so that an idle engine stays small. */
import { statSync } from 'node:fs';
import type { ReadContext } from './read-ops.ts';
import { sortedMessages, threadMessages } from './statements/order-messages.ts';
import { searchMessages } from './statements/search-messages.ts';
import { piecewiseBodyFacts, type BodyFacts } from '../body-facts.ts';
import { filePieces } from '../segments/segment-reader.ts';

interface SpooledFacts {
  readonly facts: BodyFacts;
  readonly header: Uint8Array;
  readonly sizeBytes: number;
}
function indexSpooled(_context: ReadContext, path: string): SpooledFacts {
  return { ...piecewiseBodyFacts(filePieces(path)), sizeBytes: statSync(path).size };
}

export const TEXT_OPS = {
  search: searchMessages,
  sort: sortedMessages,
  thread: threadMessages,
  indexSpooled,
} as const;
export type TextOps = typeof TEXT_OPS;
