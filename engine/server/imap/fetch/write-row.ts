/** One message's FETCH response, sections piped from the store with back-pressure. RFC 9051 7.5.2 */
import { assertNever } from '../../../lib/assert.ts';
import type { MessageRow } from '../../../model/message-row.ts';
import type { FetchItem } from '../../../protocol/imap/fetch-arguments.ts';
import { FetchOctets, type FetchedRow } from '../../../protocol/imap/fetch-octets.ts';
import { surrogateFacts, surrogateMessage } from '../../../protocol/mime/surrogate-message.ts';
import type { BodyStore } from '../../../store/body-store.ts';
import { ConnectionEnded, IdleTimeout } from '../connection.ts';
import type { ResponseStream } from '../response-stream.ts';
import { decodedPart, totalBytes, window } from './binary-section.ts';
import { cutSlices, sectionSlices, sliceLength, type Slice, type StoredMessage } from './octet-source.ts';
import { OpenBody } from './open-body.ts';
import { showsHeaders } from './row-fields.ts';

const READ_AT_ONCE_BYTES = 256 * 1024;
/** Rows whose octets are asked for together, and what they may hold in memory: twice that, while the next are prepared. */
const PREPARED_AT_ONCE = 32;
const PREPARED_BYTES = 512 * 1024;
/** Up to so many octets a section is read beforehand; a longer one is read piece by piece while it is written. */
const READ_BEFORE_BYTES = 128 * 1024;

export interface RowsWanted {
  readonly items: readonly FetchItem[];
  readonly byUid: boolean;
  /** Told of each message that is shown otherwise than it is stored; null: the client takes UTF-8 headers. RFC 6858 3 */
  readonly downgraded: ((uid: number) => void) | null;
}
export interface RowToWrite {
  readonly number: number;
  readonly row: MessageRow;
}
/** The same items of every row; those without octets of the body with what writes them. */
type ItemToWrite = { readonly item: FetchItem; readonly format: FetchOctets | null };

/**
 * `* n FETCH (...)` for each. Everything that can be refused of a row is asked for before its first octet is written;
 * of some rows at a time, so that the disk is not waited for row by row.
 * @throws LiteralCut when a literal could not be finished: the connection is then of no use
 */
export async function writeRows(
  respond: ResponseStream,
  bodies: BodyStore,
  rows: readonly RowToWrite[],
  wanted: RowsWanted,
): Promise<void> {
  const items = wanted.items.map((item) => ({ item, format: formatOf(item) }));
  const batches = inBatches(rows);
  const prepareNext = (): Batch | null => {
    const { value, done } = batches.next();
    return done === true ? null : new Batch(value.map((row) => new PreparedRow(row, items, wanted, bodies)));
  };
  let ahead = prepareNext();
  try {
    while (ahead !== null) {
      const batch: Batch = ahead;
      await batch.isPrepared;
      ahead = prepareNext();
      try {
        await batch.write(respond);
      } finally {
        batch.close();
      }
    }
  } finally {
    ahead?.close();
  }
}

function* inBatches(rows: readonly RowToWrite[]): Generator<readonly RowToWrite[], undefined> {
  let batch: RowToWrite[] = [];
  let bytes = 0;
  for (const row of rows) {
    batch.push(row);
    bytes += Math.min(row.row.sizeBytes, READ_BEFORE_BYTES);
    if (batch.length < PREPARED_AT_ONCE && bytes < PREPARED_BYTES) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}

/** Rows that are prepared together. */
class Batch {
  readonly #rows: readonly PreparedRow[];
  readonly #prepared: Promise<PromiseSettledResult<readonly ItemValue[]>[]>;

  constructor(rows: readonly PreparedRow[]) {
    this.#rows = rows;
    this.#prepared = Promise.allSettled(rows.map((row) => row.prepare()));
  }

  get isPrepared(): Promise<unknown> {
    return this.#prepared;
  }

  async write(respond: ResponseStream): Promise<void> {
    for (const [index, outcome] of (await this.#prepared).entries()) {
      if (outcome.status === 'rejected') throw outcome.reason;
      await this.#rows[index]?.write(respond, outcome.value);
    }
  }

  close(): void {
    for (const row of this.#rows) row.close();
  }
}

/** null for items that need octets of the body. */
function formatOf(item: FetchItem): FetchOctets | null {
  return item.kind === 'section' || item.kind === 'binary' || item.kind === 'binarySize'
    ? null
    : new FetchOctets([item]);
}

class PreparedRow {
  readonly #wanted: RowToWrite;
  readonly #items: readonly ItemToWrite[];
  readonly #rows: RowsWanted;
  readonly #body: OpenBody;
  /** What is shown: the message as it is stored, or its surrogate. */
  #shown: StoredMessage;

  constructor(wanted: RowToWrite, items: readonly ItemToWrite[], rows: RowsWanted, bodies: BodyStore) {
    this.#wanted = wanted;
    this.#items = items;
    this.#rows = rows;
    this.#body = new OpenBody(wanted.row, bodies);
    this.#shown = this.#body;
  }

  async prepare(): Promise<readonly ItemValue[]> {
    const row = await this.#row();
    return Promise.all(
      this.#items.map(async ({ item, format }): Promise<ItemValue> => {
        if (format === null) return sectionValue(item, this.#shown);
        return listed(format.items(row));
      }),
    );
  }

  async #row(): Promise<FetchedRow> {
    const { row } = this.#wanted;
    const { downgraded, items } = this.#rows;
    if (downgraded === null || !items.some(showsHeaders) || !mayBeInternational(row)) return fetchedRow(row);
    const surrogate = await surrogateMessage(this.#body);
    if (surrogate === null) return fetchedRow(row);
    this.#shown = surrogate;
    downgraded(row.uid);
    return { ...fetchedRow(row), ...(await surrogateFacts(surrogate)) };
  }

  async write(respond: ResponseStream, values: readonly ItemValue[]): Promise<void> {
    respond.add(`* ${this.#wanted.number} ${this.#rows.byUid ? 'UIDFETCH' : 'FETCH'} (`);
    for (const [at, value] of values.entries()) {
      if (at > 0) respond.add(' ');
      if (value.kind === 'listed') respond.add(value.octets);
      else await writeSection(respond, value, this.#shown);
    }
    respond.add(')\r\n');
    await respond.flushIfFull();
  }

  close(): void {
    this.#body.close();
  }
}

/** By what the row shows of the header: its addresses, and the Return-Path before it. */
function mayBeInternational({ envelope, prefix }: MessageRow): boolean {
  return [envelope, prefix].some((octets) => octets?.some((octet) => octet > 0x7f) === true);
}

function latin1(octets: Uint8Array | undefined): string | undefined {
  return octets === undefined ? undefined : Buffer.from(octets).toString('latin1');
}

function fetchedRow(row: MessageRow): FetchedRow {
  const text = (octets: Uint8Array | undefined): string | undefined =>
    octets === undefined ? undefined : Buffer.from(octets).toString('utf8');
  const { system, keywords } = row.flags;
  return {
    ...row,
    system,
    keywords: keywords.join(' '),
    envelope: latin1(row.envelope),
    body: latin1(row.body),
    bodyStructure: latin1(row.bodyStructure),
    prefix: undefined,
    preview: text(row.preview),
    emailId: text(row.emailId),
    threadRoot: text(row.threadRoot),
  };
}

/** A literal was begun and cannot be finished: the connection is of no use any more. */
export class LiteralCut extends ConnectionEnded {
  override readonly name = 'LiteralCut';
}
function cutBy(error: unknown): Error {
  if (error instanceof ConnectionEnded || error instanceof IdleTimeout) return error;
  return new LiteralCut('a stored message could not be read', { cause: error });
}

type ItemValue =
  | { readonly kind: 'listed'; readonly octets: string }
  | { readonly kind: 'slices'; readonly label: string; readonly slices: readonly Slice[] }
  | {
      readonly kind: 'pieces';
      readonly label: string;
      readonly sizeBytes: number;
      readonly pieces: () => AsyncIterable<Uint8Array>;
    };
type ListedValue = Extract<ItemValue, { kind: 'listed' }>;

const listed = (octets: string): ListedValue => ({ kind: 'listed', octets });

async function sectionValue(item: FetchItem, body: StoredMessage): Promise<ItemValue> {
  switch (item.kind) {
    case 'section': {
      const slices = await sectionSlices(body, item.section);
      if (slices === null) return listed(`${item.label} NIL`);
      return { kind: 'slices', label: item.label, slices: await readShort(cutSlices(slices, item.partial), body) };
    }
    case 'binarySize': {
      const pieces = decodedPart(body, item.path);
      return listed(`${item.label} ${pieces === null ? 0 : await totalBytes(pieces())}`);
    }
    case 'binary': {
      const pieces = decodedPart(body, item.path);
      if (pieces === null) return listed(`${item.label} NIL`);
      const { offset, count } = item.partial ?? { offset: 0, count: Number.MAX_SAFE_INTEGER };
      const cut = (): AsyncGenerator<Uint8Array> => window(pieces(), offset, count);
      return { kind: 'pieces', label: item.label, sizeBytes: await totalBytes(cut()), pieces: cut };
    }
    default:
      throw new Error(`${item.kind} is no section`);
  }
}

async function readShort(slices: readonly Slice[], body: StoredMessage): Promise<readonly Slice[]> {
  if (slices.reduce((sum, slice) => sum + sliceLength(slice), 0) > READ_BEFORE_BYTES) return slices;
  return Promise.all(
    slices.map(async (slice) =>
      slice instanceof Uint8Array ? slice : (await body.reader()).read(slice.start, slice.end),
    ),
  );
}

async function writeSection(
  respond: ResponseStream,
  value: Exclude<ItemValue, ListedValue>,
  body: StoredMessage,
): Promise<void> {
  switch (value.kind) {
    case 'slices':
      respond.add(`${value.label} {${value.slices.reduce((sum, slice) => sum + sliceLength(slice), 0)}}\r\n`);
      for (const slice of value.slices) await writeSlice(respond, slice, body);
      return;
    case 'pieces':
      respond.add(`${value.label} ~{${value.sizeBytes}}\r\n`);
      return writePieces(respond, value.pieces());
    default:
      return assertNever(value, 'item value');
  }
}

async function writeSlice(respond: ResponseStream, slice: Slice, body: StoredMessage): Promise<void> {
  if (slice instanceof Uint8Array) return respond.add(slice);
  const reader = await body.reader();
  if (sliceLength(slice) > READ_AT_ONCE_BYTES) return writePieces(respond, reader.stream(slice.start, slice.end));
  try {
    respond.add(await reader.read(slice.start, slice.end));
  } catch (error) {
    throw cutBy(error);
  }
}

async function writePieces(respond: ResponseStream, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const piece of pieces) {
      respond.add(piece);
      await respond.flushIfFull();
    }
  } catch (error) {
    throw cutBy(error);
  }
}
