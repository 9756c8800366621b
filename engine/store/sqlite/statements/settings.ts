/** Settings by their one name, values as JSON. */
import type { Sql } from '../sql.ts';
import type { Tx } from '../tx.ts';

export function allSettings(sql: Sql): Readonly<Record<string, unknown>> {
  const rows = sql.rows<{ name: string; value: string }>('SELECT name, value FROM settings ORDER BY name');
  return Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value) as unknown]));
}
/** undefined removes. */
export function setSettings(tx: Tx, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) tx.sql.run('DELETE FROM settings WHERE name = ?', name);
    else
      tx.sql.run(
        'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
        name,
        JSON.stringify(value),
      );
  }
  tx.noteStore({ kind: 'settings', names: Object.keys(values) });
}
