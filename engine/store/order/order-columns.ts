/**
 * What SORT and THREAD compare, as numbers in the order of a mailbox's rows. Each column is read when first asked for and
 * continued when rows were added, so that the next order costs no reading. RFC 5256 2 and 3
 */
import { baseSubject } from './base-subject.ts';
import { Dictionary } from './dictionary.ts';
import { firstAddress, type EnvelopeField } from './envelope-addresses.ts';
import { collationKey } from '../../lib/fold-text.ts';

/** Where the facts come from: for each row from an index on, in the order of the rows; null for a row that is gone. */
export interface OrderSource {
  readonly count: number;
  /** The Date field as UTC, else when the message arrived. RFC 5256 2.2 */
  sentAt(from: number): Iterable<number | null>;
  subject(from: number): Iterable<string | null>;
  envelope(from: number): Iterable<Uint8Array | null>;
  links(from: number): Iterable<MessageLinks | null>;
}
/** Message ids without angle brackets, as the store keeps them. */
export interface MessageLinks {
  readonly messageId: string;
  readonly inReplyTo: string;
  /** Separated by spaces. */
  readonly references: string;
}
/** Numbers from 0 without gaps, by row, that compare as the values do. */
export interface RankColumn {
  readonly ranks: Int32Array;
  /** One more than the highest. */
  readonly range: number;
}
export type AddressKey = EnvelopeField | 'displayFrom' | 'displayTo';

/** Texts of a column by number, and each number's place in their order. */
export interface TextColumn {
  readonly numbers: readonly number[];
  readonly ranks: Int32Array;
}
export interface SubjectColumn extends TextColumn {
  readonly isReply: readonly boolean[];
  /** The number of the empty subject. */
  readonly empty: number;
}
export interface LinkColumn {
  /** Numbers of message ids; -1 for a message without one. */
  readonly ids: readonly number[];
  /** Ancestors, oldest first. */
  readonly references: readonly (readonly number[])[];
  /** Numbers given out. */
  readonly size: number;
}
const NO_REFERENCES: readonly number[] = [];

export class OrderColumns {
  readonly #dates: number[] = [];
  #dateRanks: RankColumn = { ranks: new Int32Array(), range: 1 };
  readonly #subjects = new Dictionary();
  readonly #subjectNumbers: number[] = [];
  readonly #isReply: boolean[] = [];
  readonly #addresses = new Map<AddressKey, { readonly texts: Dictionary; readonly numbers: number[] }>();
  readonly #ids = new Dictionary();
  readonly #ownIds: number[] = [];
  readonly #references: (readonly number[])[] = [];

  dates(source: OrderSource): RankColumn {
    for (const at of rest(source, this.#dates, 'sentAt')) this.#dates.push(at ?? 0);
    if (this.#dateRanks.ranks.length !== this.#dates.length) this.#dateRanks = denseRanks(this.#dates);
    return this.#dateRanks;
  }

  subjects(source: OrderSource): SubjectColumn {
    const empty = this.#subjects.number('');
    for (const subject of rest(source, this.#subjectNumbers, 'subject')) {
      const base = baseSubject(subject ?? '');
      this.#subjectNumbers.push(this.#subjects.number(collationKey(base.text)));
      this.#isReply.push(base.isReply);
    }
    return { numbers: this.#subjectNumbers, ranks: this.#subjects.ranks(), isReply: this.#isReply, empty };
  }

  addresses(source: OrderSource, key: AddressKey): TextColumn {
    const column = this.#addresses.get(key) ?? { texts: new Dictionary(), numbers: [] };
    this.#addresses.set(key, column);
    const field = key === 'displayFrom' ? 'from' : key === 'displayTo' ? 'to' : key;
    for (const envelope of rest(source, column.numbers, 'envelope')) {
      const address = envelope === null ? null : firstAddress(envelope, field);
      const text = address === null ? '' : key === field ? address.mailbox : address.display;
      column.numbers.push(column.texts.number(collationKey(text)));
    }
    return { numbers: column.numbers, ranks: column.texts.ranks() };
  }

  links(source: OrderSource): LinkColumn {
    for (const links of rest(source, this.#ownIds, 'links')) {
      this.#ownIds.push(links === null || links.messageId === '' ? -1 : this.#ids.number(links.messageId));
      this.#references.push(links === null ? NO_REFERENCES : this.#ancestors(links));
    }
    return { ids: this.#ownIds, references: this.#references, size: this.#ids.size };
  }

  /** Without References, the first message id of In-Reply-To. RFC 5256 3 (REFERENCES, step 1) */
  #ancestors({ references, inReplyTo }: MessageLinks): readonly number[] {
    const text = references === '' ? (inReplyTo.split(' ')[0] ?? '') : references;
    return text === '' ? NO_REFERENCES : text.split(' ').map((id) => this.#ids.number(id));
  }
}

export function denseRanks(values: readonly number[]): RankColumn {
  const sorted = Float64Array.from(new Set(values)).sort();
  const rankOf = new Map([...sorted].map((value, rank) => [value, rank]));
  return { ranks: Int32Array.from(values, (value) => rankOf.get(value) ?? 0), range: Math.max(1, sorted.length) };
}

function* rest<K extends 'sentAt' | 'subject' | 'envelope' | 'links'>(
  source: OrderSource,
  known: { readonly length: number },
  fact: K,
): Iterable<ReturnType<OrderSource[K]> extends Iterable<infer T> ? T : never> {
  if (known.length < source.count) yield* source[fact](known.length) as Iterable<never>;
}
