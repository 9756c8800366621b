/**
 * FETCH responses from the facts of a message's row, written where the row is read: on a reader thread.
 * RFC 9051 7.5.2, RFC 7162 3.1.4 (MODSEQ), RFC 8474 5 (EMAILID, THREADID), RFC 8514 (SAVEDATE), RFC 8970 (PREVIEW)
 */
import { createHash } from 'node:crypto';
import { assertNever } from '../../lib/assert.ts';
import type { HeaderItem, RowItem } from '../../model/fetch-item.ts';
import { SYSTEM_FLAGS, type SystemFlag } from '../../model/flags.ts';
import type { UnixMs } from '../../model/ids.ts';
import { HeaderFilter } from '../mime/header-filter.ts';
import { string } from '../mime/imap-octets.ts';
import { formatDateTime } from './date-time.ts';
import type { OctetWriter } from './octet-writer.ts';

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
  /** Unicode. */
  readonly preview?: string | undefined;
  /** Names the octets of the message: equal in every copy. */
  readonly emailId?: string | undefined;
  /** Message id that the thread began with; '' when the message names none. */
  readonly threadRoot?: string | undefined;
}

type ItemWriter = (out: OctetWriter, row: FetchedRow) => void;
const NAMES = Object.keys(SYSTEM_FLAGS) as SystemFlag[];
const MOST_FLAG_TEXTS = 1_000;

/** Writes the same items of many rows. */
export class FetchOctets {
  readonly #items: readonly ItemWriter[];
  readonly #word: string;
  readonly #flags = new Map<string, string>();

  /** @param byUid messages are named by uid alone, RFC 9586 */
  constructor(items: readonly RowItem[], byUid = false) {
    this.#items = items.map((item) => this.#writer(item));
    this.#word = byUid ? 'UIDFETCH' : 'FETCH';
  }

  /** `* n FETCH (...)` */
  line(out: OctetWriter, number: number, row: FetchedRow): void {
    out.text(`* ${number} ${this.#word} (`);
    this.items(out, row);
    out.text(')\r\n');
  }

  /** The items alone, separated by spaces. */
  items(out: OctetWriter, row: FetchedRow): void {
    let isFirst = true;
    for (const write of this.#items) {
      if (!isFirst) out.text(' ');
      isFirst = false;
      write(out, row);
    }
  }

  #writer(item: RowItem): ItemWriter {
    switch (item.kind) {
      case 'uid':
        return (out, { uid }) => out.text(`UID ${uid}`);
      case 'flags':
        return (out, row) => out.text(this.#flagText(row));
      case 'internalDate':
        return (out, { internalDate }) => out.text(`INTERNALDATE ${formatDateTime(internalDate as UnixMs)}`);
      case 'saveDate':
        return (out, { savedAt }) => out.text(`SAVEDATE ${formatDateTime(savedAt as UnixMs)}`);
      case 'size':
        return (out, { sizeBytes }) => out.text(`RFC822.SIZE ${sizeBytes}`);
      case 'modSeq':
        return (out, { modSeq }) => out.text(`MODSEQ (${modSeq})`);
      case 'envelope':
        return octets('ENVELOPE', (row) => row.envelope);
      case 'body':
        return octets('BODY', (row) => row.body);
      case 'bodyStructure':
        return octets('BODYSTRUCTURE', (row) => row.bodyStructure);
      case 'preview':
        return (out, { preview = '' }) =>
          out.text(`PREVIEW ${string(Buffer.from(preview, 'utf8').toString('latin1'))}`);
      case 'emailId':
        return (out, { emailId }) => out.text(`EMAILID (${given(emailId, 'email id')})`);
      case 'threadId':
        return (out, row) => out.text(`THREADID (${threadId(row)})`);
      case 'header':
        return headerWriter(item);
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

function octets(name: string, of: (row: FetchedRow) => string | undefined): ItemWriter {
  return (out, row) => out.text(`${name} ${given(of(row), name)}`);
}

function headerWriter({ label, fields, partial }: HeaderItem): ItemWriter {
  const filter = fields === null ? null : new HeaderFilter(fields.names, fields.not);
  return (out, { prefix, header }) => {
    const block = (prefix ?? '') + given(header ?? undefined, 'header');
    const whole = filter === null ? block : filter.apply(block);
    const shown = partial === null ? whole : whole.slice(partial.offset, partial.offset + partial.count);
    out.text(`${label} {${shown.length}}\r\n`);
    out.text(shown);
  };
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
