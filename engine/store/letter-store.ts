/** Letters and their stories, for search and timeline. */
import type { Page, PageQuery } from './store.ts';
import type { DatedFact, Letter, LetterDirection, LetterState } from '../model/letter.ts';
import type { BodyId, LetterId, UnixMs } from '../model/ids.ts';

export interface LetterFilter extends PageQuery {
  /** Part of sender, a recipient, subject or Message-ID, compared folded (Turkish i's equal). */
  readonly text?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly subject?: string | undefined;
  readonly messageId?: string | undefined;
  readonly states?: readonly LetterState[] | undefined;
  readonly direction?: LetterDirection | undefined;
  readonly since?: UnixMs | undefined;
  readonly before?: UnixMs | undefined;
}
export interface DayCounts {
  /** Start of the hour. */
  readonly at: UnixMs;
  readonly in: number;
  readonly out: number;
  readonly failed: number;
}
export interface LetterStore {
  /** Newest first. */
  search(filter: LetterFilter): Promise<Page<Letter>>;
  get(id: LetterId): Promise<{ readonly letter: Letter; readonly facts: readonly DatedFact[] } | null>;
  /** The letter's body while a mailbox or the queue still has it. */
  bodyOf(id: LetterId): Promise<BodyId | null>;
  /** Letters per hour between the times. */
  hourly(since: UnixMs, before: UnixMs): Promise<readonly DayCounts[]>;
}
