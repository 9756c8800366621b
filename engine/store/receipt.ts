/** The one place where receipts are made: after COMMIT, by a store. */
import type { Receipt } from './intake-store.ts';
import type { LetterId } from '../model/ids.ts';

/** @param letterId '' for APPEND, which is no letter */
export function makeReceipt(letterId: LetterId, done: Pick<Receipt, 'stored' | 'queued'>): Receipt {
  return { letterId, stored: done.stored, queued: done.queued } as Receipt;
}
