/** FETCH items to the columns and joins that bring them. */
import { EMAIL_ID, THREAD_ROOT } from './object-ids.ts';
import type { RowItem } from '../../../model/fetch-item.ts';

/** Octets, which SQLite gives as text: that costs a fifth of a buffer, and is right as long as all of it is ASCII. */
export const OCTETS = ['envelope', 'body', 'bodyStructure', 'prefix', 'header'] as const;
export type OctetName = (typeof OCTETS)[number];

export interface FetchSource {
  /** Octets as text; takes the mailbox (before it the viewer, where \\Seen is private), the first and the last uid. */
  readonly text: string;
  /** The same with octets as buffers. */
  readonly raw: string;
  /** Octets among the columns. */
  readonly octets: readonly OctetName[];
  readonly hasModSeq: boolean;
  readonly hasWhole: boolean;
}

interface ItemSource {
  readonly columns?: readonly string[];
  readonly octets?: Readonly<Partial<Record<OctetName, string>>>;
  readonly joins?: readonly string[];
}
const INDEX = 'JOIN bodyIndexes i ON i.bodyId = m.bodyId';
const PREFIX = 'LEFT JOIN prefixes f ON f.id = m.prefixId';
const HEADER = 'LEFT JOIN headers h ON h.bodyId = m.bodyId';
const PLACE = 'JOIN bodies b ON b.id = m.bodyId';
const SEEN = 'LEFT JOIN privateSeen p ON p.mailboxId = m.mailboxId AND p.accountId = ? AND p.uid = m.uid';

const SOURCES: Readonly<Record<RowItem['kind'], ItemSource>> = {
  uid: {},
  flags: { columns: ['m.system', 'm.keywords'] },
  internalDate: { columns: ['m.internalDate'] },
  saveDate: { columns: ['m.savedAt'] },
  size: { columns: ['m.sizeBytes'] },
  modSeq: {},
  envelope: { octets: { envelope: 'COALESCE(f.envelope, i.envelope)' }, joins: [INDEX, PREFIX] },
  body: { octets: { body: 'i.body' }, joins: [INDEX] },
  bodyStructure: { octets: { bodyStructure: 'i.bodyStructure' }, joins: [INDEX] },
  preview: { columns: ['i.preview'], joins: [INDEX] },
  emailId: { columns: [`${EMAIL_ID} AS emailId`] },
  threadId: { columns: [`${EMAIL_ID} AS emailId`, `${THREAD_ROOT} AS threadRoot`], joins: [INDEX, PREFIX] },
  whole: {
    columns: ['m.bodyId', 'm.sizeBytes', 'b.segment', 'b.offset', 'b.length'],
    octets: { prefix: 'f.bytes' },
    joins: [PREFIX, PLACE],
  },
  header: { columns: ['m.bodyId'], octets: { header: 'h.octets', prefix: 'f.bytes' }, joins: [PREFIX, HEADER] },
};

/** @param isPrivate \\Seen is each viewer's own */
export function fetchSource(items: readonly RowItem[], isPrivate: boolean): FetchSource {
  const kinds = [...new Set(items.map(({ kind }) => kind))];
  const columns = new Set(['m.uid', ...kinds.flatMap((kind) => SOURCES[kind].columns ?? [])]);
  const joins = new Set([...(isPrivate ? [SEEN] : []), ...kinds.flatMap((kind) => SOURCES[kind].joins ?? [])]);
  if (isPrivate && kinds.includes('flags')) columns.add('p.seen AS privateSeen');
  const hasModSeq = kinds.includes('modSeq');
  if (hasModSeq) columns.add(isPrivate ? 'MAX(m.modSeq, COALESCE(p.modSeq, 0)) AS modSeq' : 'm.modSeq');
  const octets = Object.entries(
    Object.assign({}, ...kinds.map((kind) => SOURCES[kind].octets)) as Record<string, string>,
  );
  const select = (octetColumns: readonly string[]): string =>
    `SELECT ${[...columns, ...octetColumns].join(', ')} FROM messages m ${[...joins].join(' ')}
     WHERE m.mailboxId = ? AND m.uid BETWEEN ? AND ? ORDER BY m.uid`;
  return {
    text: select(octets.map(([name, column]) => `CAST(${column} AS TEXT) AS ${name}`)),
    raw: select(octets.map(([name, column]) => `${column} AS ${name}`)),
    octets: OCTETS.filter((name) => octets.some(([found]) => found === name)),
    hasModSeq,
    hasWhole: kinds.includes('whole'),
  };
}
