/** docs/sieve.md names every extension that a script may require, and no other. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SIEVE_EXTENSIONS } from '../../engine/protocol/sieve/compile/extensions.ts';

test('the table of docs/sieve.md is the list of the code', () => {
  const text = readFileSync(new URL('../../docs/sieve.md', import.meta.url), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| extension'));
  const named = rows.flatMap((row) => (row.split('|')[1] ?? '').split(',').map((name) => name.trim()));
  expect(named.sort()).toEqual([...SIEVE_EXTENSIONS].sort());
});
