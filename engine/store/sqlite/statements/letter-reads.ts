/** Letters by search and by id, newest first. */
import { pageLimit } from '../../paging.ts';
import { foldText } from '../../../lib/fold-text.ts';
import type { Sql } from '../sql.ts';
import type { DayCounts, LetterFilter } from '../../letter-store.ts';
import type { Page } from '../../store.ts';
import type { BodyId, LetterId, QueueEntryId, UnixMs } from '../../../model/ids.ts';
import type {
  DatedFact,
  Letter,
  LetterDirection,
  LetterFact,
  LetterRecipient,
  LetterState,
} from '../../../model/letter.ts';

const HOUR_MS = 3_600_000;

interface LetterRow {
  readonly seq: number;
  readonly id: LetterId;
  readonly acceptedAt: UnixMs;
  readonly direction: LetterDirection;
  readonly sender: string;
  readonly subject: string;
  readonly messageId: string;
  readonly sizeBytes: number;
  readonly state: LetterState;
}
type Condition = readonly [sql: string, ...values: (string | number)[]];

export function searchLetters(sql: Sql, filter: LetterFilter): Page<Letter> {
  const limit = pageLimit(filter.limit);
  const conditions = conditionsOf(filter);
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.map(([text]) => text).join(' AND ')}`;
  const rows = sql.rows<LetterRow>(
    `SELECT * FROM letters l ${where} ORDER BY seq DESC LIMIT ?`,
    ...conditions.flatMap(([, ...values]) => values),
    limit + 1,
  );
  const shown = rows.slice(0, limit);
  return {
    items: shown.map((row) => toLetter(sql, row)),
    next: rows.length > limit ? String(shown.at(-1)?.seq) : null,
  };
}

function conditionsOf(filter: LetterFilter): Condition[] {
  const all: Condition[] = [];
  if (filter.after !== undefined) all.push(['seq < ?', Number(filter.after)]);
  if (filter.text) all.push(['instr(folded, ?) > 0', foldText(filter.text)]);
  if (filter.from) all.push(['instr(foldText(sender), ?) > 0', foldText(filter.from)]);
  if (filter.subject) all.push(['instr(foldText(subject), ?) > 0', foldText(filter.subject)]);
  if (filter.messageId) all.push(['messageId = ?', filter.messageId.replace(/^<|>$/g, '')]);
  if (filter.to) {
    const to = foldText(filter.to);
    all.push([
      'instr(folded, ?) > 0 AND EXISTS (SELECT 1 FROM letterRecipients r WHERE r.letterSeq = l.seq AND instr(foldText(r.address), ?) > 0)',
      to,
      to,
    ]);
  }
  if (filter.states !== undefined)
    all.push([`state IN (${filter.states.map(() => '?').join(', ')})`, ...filter.states]);
  if (filter.direction !== undefined) all.push(['direction = ?', filter.direction]);
  if (filter.since !== undefined) all.push(['acceptedAt >= ?', filter.since]);
  if (filter.before !== undefined) all.push(['acceptedAt < ?', filter.before]);
  return all;
}

export function getLetter(
  sql: Sql,
  id: LetterId,
): { readonly letter: Letter; readonly facts: readonly DatedFact[] } | null {
  const row = sql.row<LetterRow>('SELECT * FROM letters WHERE id = ?', id);
  if (row === undefined) return null;
  const facts = sql.rows<{ at: UnixMs; fact: string }>(
    'SELECT at, fact FROM facts WHERE letterSeq = ? ORDER BY id',
    row.seq,
  );
  return {
    letter: toLetter(sql, row),
    facts: facts.map(({ at, fact }) => ({ at, fact: JSON.parse(fact) as LetterFact })),
  };
}

function toLetter(sql: Sql, row: LetterRow): Letter {
  const recipients = sql.rows<{
    address: string;
    state: LetterRecipient['state'];
    mailbox: string | null;
    entryId: QueueEntryId | null;
    nextAttemptAt: UnixMs | null;
  }>(
    `SELECT r.address, r.state, r.mailbox, r.entryId, CASE WHEN q.state IN ('scheduled', 'delivering') THEN q.nextAttemptAt END AS nextAttemptAt
     FROM letterRecipients r LEFT JOIN queue q ON q.id = r.entryId WHERE r.letterSeq = ? ORDER BY r.position`,
    row.seq,
  );
  const { seq: _seq, ...rest } = row;
  return {
    id: rest.id,
    acceptedAt: rest.acceptedAt,
    direction: rest.direction,
    sender: rest.sender,
    recipients,
    subject: rest.subject,
    messageId: rest.messageId,
    sizeBytes: rest.sizeBytes,
    state: rest.state,
  };
}

export function hourlyCounts(sql: Sql, since: UnixMs, before: UnixMs): DayCounts[] {
  return sql.rows<DayCounts>(
    `SELECT acceptedAt / ${HOUR_MS} * ${HOUR_MS} AS at, SUM(direction <> 'out') AS "in", SUM(direction = 'out') AS out,
       SUM(state IN ('failed', 'partly')) AS failed
     FROM letters WHERE acceptedAt >= ? AND acceptedAt < ? GROUP BY 1 ORDER BY 1`,
    since,
    before,
  );
}

/** The body of a letter that still lies in a mailbox or in the queue. */
export function bodyOf(sql: Sql, id: LetterId): BodyId | null {
  const found =
    sql.value<number>(
      "SELECT bodyId FROM queue WHERE letterId = ? AND state IN ('scheduled', 'delivering', 'held') LIMIT 1",
      id,
    ) ?? sql.value<number>('SELECT bodyId FROM messages WHERE letterId = ? LIMIT 1', id);
  return (found ?? null) as BodyId | null;
}
