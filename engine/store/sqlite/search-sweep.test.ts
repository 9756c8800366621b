import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { SEARCH_SCHEMA } from './search-schema.ts';
import { sweepSome } from './search-sweep.ts';
import { Sql } from './sql.ts';

test('words of bodies that are gone leave the index, all others stay', () => {
  const source = new Sql(new Database(':memory:'));
  const index = new Sql(new Database(':memory:'));
  source.db.exec('CREATE TABLE bodies (id INTEGER PRIMARY KEY)');
  index.db.exec(SEARCH_SCHEMA);
  for (let id = 1; id <= 1_500; id += 1) {
    if (id % 3 !== 0) source.run('INSERT INTO bodies VALUES (?)', id);
    index.run('INSERT INTO texts (rowid, text) VALUES (?, ?)', id, `gizli söz ${id}`);
  }
  index.run('INSERT INTO partial VALUES (3), (4)');
  let after: number | null = 0;
  let steps = 0;
  for (; after !== null; steps += 1) after = sweepSome(source, index, after);
  expect(steps).toBeGreaterThan(2);
  const left = index.column<number>('SELECT rowid FROM texts WHERE texts MATCH ?', '"giz" AND "izl"');
  expect(left).toEqual(source.column<number>('SELECT id FROM bodies ORDER BY id'));
  expect(index.column<number>('SELECT bodyId FROM partial')).toEqual([4]);
});
