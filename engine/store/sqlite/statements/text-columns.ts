/** Shown fields of a whole mailbox at once, kept with its rows: read where so many messages are to be looked at that this is less. */
import type { MailboxRows } from '../row-cache.ts';
import type { Sql } from '../sql.ts';
import type { TextCandidates } from '../text-candidates.ts';
import { soughtText } from '../../searched-text.ts';
import { foldText } from '../../../lib/fold-text.ts';
import type { MailboxId } from '../../../model/ids.ts';
import { leavesOf, type SearchQuery } from '../../../model/search-query.ts';

const COLUMNS = {
  subject: 'i.subject',
  from: 'i.sender',
  to: 'i.recipients',
  cc: 'i.cc',
  bcc: 'i.bcc',
  sentDay: "COALESCE(f.sentDay, i.sentDay, '')",
} as const;
type Column = keyof typeof COLUMNS;

/** Reading a row of its own costs as much as reading about eight in a row, and a column stays for the next search. */
const ONE_OF = 16;
const SMALLEST = 500;

export function readTextColumns(
  sql: Sql,
  mailboxId: MailboxId,
  rows: MailboxRows,
  query: SearchQuery,
  candidates: TextCandidates,
): void {
  if (rows.count < SMALLEST) return;
  for (const leaf of leavesOf(query)) {
    const column = columnOf(leaf);
    if (column === null) continue;
    const looked = 'text' in leaf ? (candidates.of(soughtText(leaf.text, false)).bodies ?? rows.count) : rows.count;
    if (rows.texts.has(column) || looked * ONE_OF > rows.count) readColumn(sql, mailboxId, rows, column);
  }
}
function columnOf(leaf: SearchQuery): Column | null {
  switch (leaf.kind) {
    case 'subject':
      return leaf.text === '' ? null : 'subject';
    case 'address':
      return leaf.text === '' ? null : leaf.field;
    case 'sentDate':
      return 'sentDay';
    default:
      return null;
  }
}

/** Reads what the column lacks, in the order of the rows. */
function readColumn(sql: Sql, mailboxId: MailboxId, rows: MailboxRows, column: Column): void {
  const texts = rows.texts.get(column) ?? [];
  rows.texts.set(column, texts);
  if (texts.length === rows.rows.length) return;
  const found = sql.tuples<[number, string]>(
    `SELECT m.uid, ${COLUMNS[column]} FROM messages m JOIN bodyIndexes i ON i.bodyId = m.bodyId
     ${column === 'sentDay' ? 'LEFT JOIN prefixes f ON f.id = m.prefixId' : ''}
     WHERE m.mailboxId = ? AND m.uid BETWEEN ? AND ? ORDER BY m.uid`,
    mailboxId,
    rows.uidAt(texts.length),
    rows.uidAt(rows.rows.length - 1),
  );
  for (const [uid, text] of found) {
    // Rows may be some of the mailbox only, and some may have been expunged since they were read.
    while (rows.uidAt(texts.length) < uid) texts.push('');
    if (rows.uidAt(texts.length) === uid) texts.push(column === 'sentDay' ? text : foldText(text));
  }
  while (texts.length < rows.rows.length) texts.push('');
}
