/** Log events as rows. */
import { pageLimit } from '../../paging.ts';
import type { Sql } from '../sql.ts';
import type { LogFilter } from '../../log-store.ts';
import type { Page } from '../../store.ts';
import { LOG_LEVELS, type LogEvent, type LogLevel } from '../../../model/log-event.ts';
import { foldText } from '../../../lib/fold-text.ts';

interface EventRow {
  readonly id: number;
  readonly seq: number;
  readonly at: number;
  readonly level: number;
  readonly code: string;
  readonly session: string | null;
  readonly letter: string | null;
  readonly fields: string;
}
/** Old events are removed in steps of this many, so that it costs little each time. */
const PRUNE_STEP = 1_000;

/** One batch, one transaction; the oldest beyond `keep` go. */
export function writeEvents(sql: Sql, events: readonly LogEvent[], keep: number): number {
  return sql.db.transaction(() => {
    let id = 0;
    for (const event of events) {
      id = sql.run(
        'INSERT INTO events (seq, at, level, code, session, letter, fields) VALUES (?, ?, ?, ?, ?, ?, ?)',
        event.seq,
        event.at,
        LOG_LEVELS.indexOf(event.level),
        event.code,
        event.session,
        event.letter,
        JSON.stringify(event.fields),
      ).id;
    }
    const first = sql.value<number>('SELECT MIN(id) FROM events') ?? id;
    if (id - first >= keep + PRUNE_STEP) sql.run('DELETE FROM events WHERE id <= ?', id - keep);
    return events.length;
  })();
}

export function queryEvents(sql: Sql, filter: LogFilter): Page<LogEvent> {
  const limit = pageLimit(filter.limit);
  const conditions: string[] = [];
  const values: (string | number)[] = [];
  const add = (text: string, ...more: (string | number)[]): void => {
    conditions.push(text);
    values.push(...more);
  };
  if (filter.after !== undefined) add('id < ?', Number(filter.after));
  if (filter.minLevel !== undefined) add('level >= ?', LOG_LEVELS.indexOf(filter.minLevel));
  if (filter.codes !== undefined) add('code IN (SELECT value FROM json_each(?))', JSON.stringify(filter.codes));
  if (filter.session !== undefined) add('session = ?', filter.session);
  if (filter.letter !== undefined) add('letter = ?', filter.letter);
  if (filter.text)
    add(
      "instr(foldText(code || ' ' || fields || ' ' || COALESCE(session, '') || ' ' || COALESCE(letter, '')), ?) > 0",
      foldText(filter.text),
    );
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const rows = sql.rows<EventRow>(`SELECT * FROM events ${where} ORDER BY id DESC LIMIT ?`, ...values, limit + 1);
  const shown = rows.slice(0, limit);
  return { items: shown.map(toEvent), next: rows.length > limit ? String(shown.at(-1)?.id) : null };
}
function toEvent(row: EventRow): LogEvent {
  return {
    seq: row.seq,
    at: row.at,
    level: LOG_LEVELS[row.level] as LogLevel,
    code: row.code,
    session: row.session,
    letter: row.letter,
    fields: JSON.parse(row.fields) as LogEvent['fields'],
  };
}
