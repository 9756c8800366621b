/**
 * FETCH responses from the facts of a message's row, written where the row is read: on a reader thread.
 * RFC 9051 7.5.2, RFC 7162 3.1.4 (MODSEQ), RFC 8474 5 (EMAILID, THREADID), RFC 8514 (SAVEDATE), RFC 8970 (PREVIEW)
 */
import { createHash } from 'node:crypto';
import { assertNever } from '../../lib/assert.ts';
import type { HeaderItem, RowItem, WholeItem } from '../../model/fetch-item.ts';
import { SYSTEM_FLAGS, type SystemFlag } from '../../model/flags.ts';
import type { UnixMs } from '../../model/ids.ts';
import { HeaderFilter } from '../mime/header-filter.ts';
import { string } from '../mime/imap-octets.ts';
import { envelopeHasInternationalAddress, hasInternationalAddress } from '../mime/surrogate-header.ts';
import { formatDateTime } from './date-time.ts';

/** A message's facts; those that no item asks for may be left out. Octets come as octet strings: one character each. */
export interface FetchedRow {
  readonly uid: number;
  readonly modSeq: number;
  readonly system: number;
  /** Keywords separated by spaces. */
  readonly keywords: string;
  readonly internalDate: number;
  readonly savedAt: number;
  readonly sizeBytes: number;
  readonly envelope?: string | undefined;
  readonly body?: string | undefined;
  readonly bodyStructure?: string | undefined;
  /** Header octets: those we added, then those of the body. */
  readonly prefix?: string | null | undefined;
  readonly header?: string | null | undefined;
  /** All octets of the body. */
  readonly whole?: string | undefined;
  /** Unicode. */
  readonly preview?: string | undefined;
  /** Names the octets of the message: equal in every copy. */
  readonly emailId?: string | undefined;
  /** Message id that the thread began with; '' when the message names none. */
  readonly threadRoot?: string | undefined;
}

type ItemText = (row: FetchedRow) => string;
const NAMES = Object.keys(SYSTEM_FLAGS) as SystemFlag[];
const NON_ASCII = /[\x80-\xff]/;
const MOST_FLAG_TEXTS = 1_000;

/** Writes the same items of many rows. Everything is octet strings. */
export class FetchOctets {
  readonly #items: readonly ItemText[];
  readonly #word: string;
  readonly #flags = new Map<string, string>();

  /** @param byUid messages are named by uid alone, RFC 9586 */
  constructor(items: readonly RowItem[], byUid = false) {
    this.#items = items.map((item) => this.#textOf(item));
    this.#word = byUid ? 'UIDFETCH' : 'FETCH';
  }

  /** `* n FETCH (...)` */
  line(number: number, row: FetchedRow): string {
    return `* ${number} ${this.#word} (${this.items(row)})\r\n`;
  }

  /** The items alone, separated by spaces. */
  items(row: FetchedRow): string {
    let text = '';
    for (const item of this.#items) text = text === '' ? item(row) : `${text} ${item(row)}`;
    return text;
  }

  #textOf(item: RowItem): ItemText {
    switch (item.kind) {
      case 'uid':
        return ({ uid }) => `UID ${uid}`;
      case 'flags':
        return (row) => this.#flagText(row);
      case 'internalDate':
        return ({ internalDate }) => `INTERNALDATE ${formatDateTime(internalDate as UnixMs)}`;
      case 'saveDate':
        return ({ savedAt }) => `SAVEDATE ${formatDateTime(savedAt as UnixMs)}`;
      case 'size':
        return ({ sizeBytes }) => `RFC822.SIZE ${sizeBytes}`;
      case 'modSeq':
        return ({ modSeq }) => `MODSEQ (${modSeq})`;
      case 'envelope':
        return ({ envelope }) => `ENVELOPE ${given(envelope, 'envelope')}`;
      case 'body':
        return ({ body }) => `BODY ${given(body, 'body')}`;
      case 'bodyStructure':
        return ({ bodyStructure }) => `BODYSTRUCTURE ${given(bodyStructure, 'body structure')}`;
      case 'preview':
        return ({ preview = '' }) => `PREVIEW ${string(Buffer.from(preview, 'utf8').toString('latin1'))}`;
      case 'emailId':
        return ({ emailId }) => `EMAILID (${given(emailId, 'email id')})`;
      case 'threadId':
        return (row) => `THREADID (${threadId(row)})`;
      case 'header':
        return headerText(item);
      case 'whole':
        return wholeText(item);
      default:
        return assertNever(item, 'row item');
    }
  }

  #flagText({ system, keywords }: FetchedRow): string {
    const key = `${system} ${keywords}`;
    const known = this.#flags.get(key);
    if (known !== undefined) return known;
    const names = NAMES.filter((name) => (system & SYSTEM_FLAGS[name]) !== 0);
    const text = `FLAGS (${[...names, ...(keywords === '' ? [] : [keywords])].join(' ')})`;
    if (this.#flags.size < MOST_FLAG_TEXTS) this.#flags.set(key, text);
    return text;
  }
}

/** Whether a client that takes ASCII headers alone may have to be shown others; certain only when all is read. RFC 6858 */
export function mayNeedSurrogate(row: Partial<FetchedRow>): boolean {
  const { envelope, prefix, header, whole, body, bodyStructure } = row;
  if (header != null || whole !== undefined) {
    const block = header ?? headerOf(whole ?? '');
    return (
      [prefix ?? '', block].some((text) => NON_ASCII.test(text)) && hasInternationalAddress((prefix ?? '') + block)
    );
  }
  if (envelope !== undefined) return envelopeHasInternationalAddress(envelope);
  return [body, bodyStructure].some((text) => text !== undefined && NON_ASCII.test(text));
}

/** Up to the first empty line. */
function headerOf(octets: string): string {
  for (let feed = octets.indexOf('\n'); feed >= 0; feed = octets.indexOf('\n', feed + 1)) {
    if (octets[feed + 1] === '\n' || (octets[feed + 1] === '\r' && octets[feed + 2] === '\n'))
      return octets.slice(0, feed + 1);
  }
  return octets;
}

function headerText({ label, fields, partial }: HeaderItem): ItemText {
  const filter = fields === null ? null : new HeaderFilter(fields.names, fields.not);
  return ({ prefix, header }) => {
    const block = (prefix ?? '') + given(header ?? undefined, 'header');
    return literal(label, filter === null ? block : filter.apply(block), partial);
  };
}

function wholeText({ label, partial }: WholeItem): ItemText {
  return ({ prefix, whole }) => literal(label, (prefix ?? '') + given(whole, 'body'), partial);
}

function literal(label: string, octets: string, partial: HeaderItem['partial']): string {
  const shown = partial === null ? octets : octets.slice(partial.offset, partial.offset + partial.count);
  return `${label} {${shown.length}}\r\n${shown}`;
}

/** Equal for all messages of a thread of any mailbox, for ever: it is made of the id that began the thread. RFC 8474 5.2 */
export function threadId({ threadRoot, emailId }: Pick<FetchedRow, 'threadRoot' | 'emailId'>): string {
  const root = threadRoot === undefined || threadRoot === '' ? `email ${given(emailId, 'email id')}` : threadRoot;
  return `T${createHash('sha256').update(root).digest('base64url').slice(0, 22)}`;
}

function given<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the store left out the ${what}`);
  return value;
}
