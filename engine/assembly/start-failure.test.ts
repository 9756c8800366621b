import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, expect, test } from 'vitest';
import { systemClock } from '../lib/clock.ts';
import { MailError } from '../model/errors.ts';
import { openSqliteStore } from '../store/sqlite/open-store.ts';
import { asStartError, EngineStartError } from './start-failure.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'postane-failure-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const codeOf = (error: unknown) => {
  const told = asStartError(error, folder);
  return told instanceof EngineStartError ? told.failure.code : told;
};
const failureOf = (dataFolder: string) =>
  openSqliteStore({ dataFolder, clock: systemClock() }).then(
    () => expect.fail('it opened'),
    (error: unknown) => error,
  );

test('data of a newer version is told apart', async () => {
  const { store, log } = await openSqliteStore({ dataFolder: folder, clock: systemClock() });
  await store.close();
  await log.close();
  const db = new Database(path.join(folder, 'postane.db'));
  db.pragma('user_version = 999');
  db.close();
  expect(codeOf(await failureOf(folder))).toBe('newerVersion');
});
test('a file in place of the folder is unreadable data', async () => {
  const file = path.join(folder, 'file');
  writeFileSync(file, 'mine');
  expect(codeOf(await failureOf(file))).toBe('dataUnreadable');
});
test('another engine, a full disk, and a bug stay what they are', () => {
  expect(codeOf(new MailError('inUse', 'x'))).toBe('locked');
  expect(codeOf(new MailError('unavailable', 'x'))).toBe('diskFull');
  const bug = new TypeError('x');
  expect(codeOf(bug)).toBe(bug);
});
