/** What a group does when the disk fails in each of its steps. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BodyIntake } from './body-intake.ts';
import { DATABASE_FILE, prepareDataFolder } from './data-folder.ts';
import { GroupCommit } from './group-commit.ts';
import { openForWriting } from './open-database.ts';
import { Sql } from './sql.ts';
import { checkStore, hashBodies } from './statements/integrity-check.ts';
import { segmentIdsOnDisk } from '../segments/segment-files.ts';
import { SegmentReader } from '../segments/segment-reader.ts';
import type { Account } from '../../model/account.ts';

type Step = 'write' | 'sync' | 'COMMIT' | 'INSERT INTO letters';

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}
/** A disk that refuses one step once. */
class FailingIntake extends BodyIntake {
  fails: { step: Step; code: string } | null = null;
  #refuse(step: Step): void {
    if (this.fails?.step !== step) return;
    const { code } = this.fails;
    this.fails = null;
    throw failure(code);
  }
  override write(): void {
    super.write();
    this.#refuse('write');
  }
  override sync(): void {
    this.#refuse('sync');
    super.sync();
  }
}
class FailingSql extends Sql {
  fails: { step: Step; code: string } | null = null;
  override run(text: string, ...values: Parameters<Sql['run']>[1][]): ReturnType<Sql['run']> {
    if (this.fails !== null && text.startsWith(this.fails.step)) {
      const { code } = this.fails;
      this.fails = null;
      throw failure(code);
    }
    return super.run(text, ...values);
  }
}

let folder = '';
let sql: FailingSql;
let bodies: FailingIntake;
let group: GroupCommit;
let account: Account;
let lastId = 0;

const command = (op: string, ...args: unknown[]) =>
  ({ kind: 'command', id: ++lastId, op, args, now: 1_790_000_000_000, bytes: 0 }) as const;
const accept = (mailbox = 'INBOX') =>
  command('accept', {
    letterId: `letter${lastId}`,
    body: { kind: 'inline', bytes: Buffer.from(`Subject: ${lastId}\r\n\r\n${'text '.repeat(50)}\r\n`) },
    direction: 'in',
    sender: null,
    origin: { via: 'mx', peer: null, helo: null, tls: null, accountId: null, login: null },
    needsSmtpUtf8: false,
    needs8Bit: false,
    submittedBy: null,
    local: [
      {
        accountId: account.id,
        mailbox,
        recipient: account.address,
        prefix: Buffer.from('X: y\r\n'),
        flags: { system: 0, keywords: [] },
        ignoreQuota: false,
      },
    ],
    remote: [],
    facts: [],
  });
const codes = (result: ReturnType<GroupCommit['run']>): (string | null)[] =>
  result.answers.map((answer) => (answer.ok ? 'done' : answer.error.code));
const messages = (): number => sql.value<number>('SELECT COUNT(*) FROM messages') ?? 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postane-group-'));
  prepareDataFolder(folder);
  sql = new FailingSql(openForWriting(join(folder, DATABASE_FILE)));
  bodies = new FailingIntake(sql, folder, 1 << 20);
  bodies.resume(sql);
  group = new GroupCommit(sql, bodies);
  group.run([
    command('createDomain', { name: 'example.com', dkim: { selector: 's', privateKeyPem: '', publicKey: '' } }),
  ]);
  const [made] = group.run([
    command('createAccount', {
      address: { localpart: 'a', domain: 'example.com' },
      displayName: '',
      role: 'owner',
      language: 'en',
      quotaBytes: null,
      passwordHash: '',
    }),
  ]).answers;
  account = (made?.ok === true ? made.value : null) as Account;
});
afterEach(() => {
  const segments = new SegmentReader(folder);
  expect([...checkStore({ sql }, false, folder).findings, ...hashBodies(sql, segments)]).toEqual([]);
  segments.close();
  bodies.close();
  sql.db.close();
  rmSync(folder, { recursive: true });
});

test('a full disk while bodies are written: all refused, the segment goes on', () => {
  group.run([accept()]);
  bodies.fails = { step: 'write', code: 'ENOSPC' };
  const failed = group.run([accept(), accept(), command('setPaused', true)]);
  expect(codes(failed)).toEqual(['unavailable', 'unavailable', 'unavailable']);
  expect([failed.refusal, failed.changes]).toEqual([expect.stringContaining('the disk is full'), []]);
  expect(messages()).toBe(1);
  expect(codes(group.run([accept(), accept()]))).toEqual(['done', 'done']);
  expect(segmentIdsOnDisk(folder)).toHaveLength(1);
});

test('a failed sync: all refused, the segment is abandoned and what it holds is verified', () => {
  group.run([accept()]);
  const first = bodies.activeId;
  bodies.fails = { step: 'sync', code: 'EIO' };
  const failed = group.run([accept(), accept()]);
  expect(codes(failed)).toEqual(['unavailable', 'unavailable']);
  expect(failed.damagedBodies).toEqual([]);
  expect(codes(group.run([accept()]))).toEqual(['done']);
  expect(bodies.activeId).not.toBe(first);
  expect(sql.rows('SELECT state FROM segments ORDER BY id')).toEqual([{ state: 'sealed' }, { state: 'active' }]);
  expect(messages()).toBe(2);
});

test.each([
  ['SQLITE_FULL', true],
  ['SQLITE_IOERR_FSYNC', false],
])('COMMIT fails with %s: all refused; the segment goes on: %s', (code, goesOn) => {
  group.run([accept()]);
  const first = bodies.activeId;
  sql.fails = { step: 'COMMIT', code };
  expect(codes(group.run([accept(), accept()]))).toEqual(['unavailable', 'unavailable']);
  expect(codes(group.run([accept()]))).toEqual(['done']);
  expect(bodies.activeId === first).toBe(goesOn);
  expect(messages()).toBe(2);
});

test('a command that fails rolls back alone, its bodies too, even the first of a new segment', () => {
  const result = group.run([accept('/bad/'), accept(), command('removeMailbox', account.id, 'INBOX'), accept('')]);
  expect(codes(result)).toEqual(['cannot', 'done', 'cannot', 'cannot']);
  expect(messages()).toBe(1);
  bodies.fails = { step: 'write', code: 'ENOSPC' };
  group.run([accept()]);
  expect(codes(group.run([accept('/bad/'), accept()]))).toEqual(['cannot', 'done']);
});

test('a full database inside a command: it alone is unavailable while the transaction stands', () => {
  sql.fails = { step: 'INSERT INTO letters', code: 'SQLITE_FULL' };
  const result = group.run([accept(), accept()]);
  expect(codes(result)).toEqual(['unavailable', 'done']);
  expect(result.refusal).toContain('the disk is full');
});

test('an unknown command is a bug of ours, not a refusal', () => {
  expect(codes(group.run([command('toString'), accept()]))).toEqual([null, 'done']);
});
