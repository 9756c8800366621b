/** Messages that may hold a text: by the index for bodies, by a look at the octets for the headers we added ourselves. */
import type { Candidates, SearchIndex } from './search-index.ts';
import type { Sql } from './sql.ts';
import type { SoughtText } from '../searched-text.ts';
import { withoutMarks } from '../../lib/fold-text.ts';

export interface CandidateSet {
  /** Bodies that may hold it; null when every one may. */
  readonly bodies: number | null;
  mayHold(bodyId: number, prefixId: number | null): boolean;
}
const EVERY: CandidateSet = { bodies: null, mayHold: () => true };

/** For the texts of one search: each is looked up once. */
export class TextCandidates {
  readonly #sql: Sql;
  readonly #index: SearchIndex;
  readonly #prefixIds: readonly [number, number];
  readonly #known = new Map<string, CandidateSet>();

  /** @param prefixIds the range that those of the mailbox lie in */
  constructor(sql: Sql, index: SearchIndex, prefixIds: readonly [number, number]) {
    this.#sql = sql;
    this.#index = index;
    this.#prefixIds = prefixIds;
  }
  of(sought: SoughtText): CandidateSet {
    const known = this.#known.get(sought.text);
    if (known !== undefined) return known;
    const bodies = this.#index.candidates(sought.text);
    const made = bodies === null ? EVERY : this.#set(bodies, sought);
    this.#known.set(sought.text, made);
    return made;
  }

  #set(bodies: Candidates, { folded }: SoughtText): CandidateSet {
    let prefixes: ReadonlySet<number> | null = null;
    return {
      bodies: bodies.count,
      mayHold: (bodyId, prefixId) => {
        if (bodies.mayHold(bodyId)) return true;
        if (prefixId === null) return false;
        prefixes ??= this.#prefixesWith(withoutMarks(folded));
        return prefixes.has(prefixId);
      },
    };
  }

  /**
   * Prefixes with the longest word of the text, since a folded header line breaks between words; and all those that are
   * not plain ASCII, which only decoding makes comparable.
   */
  #prefixesWith(folded: string): ReadonlySet<number> {
    const word = folded.split(/\s+/).reduce((best, one) => (one.length > best.length ? one : best), '');
    return new Set(
      this.#sql.column<number>(
        `SELECT id FROM prefixes WHERE id BETWEEN ? AND ? AND (instr(lower(CAST(bytes AS TEXT)), ?) > 0
           OR length(CAST(bytes AS TEXT)) <> length(bytes) OR instr(bytes, CAST('=?' AS BLOB)) > 0)`,
        ...this.#prefixIds,
        word,
      ),
    );
  }
}
