import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PreferenceFile } from './preferences.ts';

let folder: string;
let warnings: string[];
const open = (at = folder): PreferenceFile => new PreferenceFile(at, (sentence) => warnings.push(sentence));
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'preferences-'));
  warnings = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

it('keeps what it is told', () => {
  open(path.join(folder, 'new')).update({ theme: 'dark' });
  open(path.join(folder, 'new')).update({ zoom: 1.2 });
  expect(open(path.join(folder, 'new')).values).toEqual({ theme: 'dark', zoom: 1.2 });
  expect(warnings).toEqual([]);
});
it.each(['', '{', 'null', '[1]', '"text"'])('starts anew from %j', (text) => {
  writeFileSync(path.join(folder, 'window.json'), text);
  expect(open().values).toEqual({});
});
it('takes only values of the right kind', () => {
  writeFileSync(
    path.join(folder, 'window.json'),
    JSON.stringify({ theme: 'pink', zoom: 50, bounds: { x: 1 }, language: 'tr', other: 1, constructor: 1 }),
  );
  expect(open().values).toEqual({ language: 'tr' });
});
it('says when it cannot write, and goes on', () => {
  writeFileSync(path.join(folder, 'file'), '');
  const preferences = open(path.join(folder, 'file'));
  preferences.update({ theme: 'light' });
  expect(preferences.values.theme).toBe('light');
  expect(warnings.at(-1)).toContain('could not be saved');
});
