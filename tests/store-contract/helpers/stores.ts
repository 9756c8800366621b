/** The stores that the contract suite plays, and a world of one domain with two accounts to play it in. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { openMemoryStore } from '../../../engine/store/memory/open-store.ts';
import { openSqliteStore, type SqliteStoreOptions } from '../../../engine/store/sqlite/open-store.ts';
import type { AcceptInput, LocalCopy, QueuedCopy } from '../../../engine/store/intake-store.ts';
import type { LogStore } from '../../../engine/store/log-store.ts';
import type { Store } from '../../../engine/store/store.ts';
import { systemClock, type Clock } from '../../../engine/lib/clock.ts';
import type { Account } from '../../../engine/model/account.ts';
import { NO_FLAGS } from '../../../engine/model/flags.ts';
import type { LetterId, UnixMs } from '../../../engine/model/ids.ts';
import type { Mailbox } from '../../../engine/model/mailbox.ts';

// Threads start from source in each test: compiled once, they start in half the time.
process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), 'postane-compile-cache');

// A store is five threads: on a loaded machine they start slowly.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** A wall clock that stands still until told. */
export interface TestClock extends Clock {
  at: UnixMs;
}
export function testClock(): TestClock {
  const clock: TestClock = { ...systemClock(), at: 1_790_000_000_000 as UnixMs, now: () => clock.at };
  return clock;
}
export interface OpenedStore {
  readonly store: Store;
  readonly log: LogStore;
  readonly clock: TestClock;
  /** Closes (the SQLite store verifies itself) and removes all files. */
  end(): Promise<void>;
}
export async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'postane-store-'));
}
export async function openSqliteIn(
  dataFolder: string,
  options: SqliteStoreOptions = {},
  clock = testClock(),
): Promise<OpenedStore> {
  const { store, log } = await openSqliteStore({
    dataFolder,
    clock,
    options: { verifyOnClose: true, probeMs: 50, compactEveryMs: 0, readers: 1, ...options },
  });
  return {
    store,
    log,
    clock,
    async end() {
      await log.close();
      await store.close();
    },
  };
}
export const IMPLEMENTATIONS: readonly { readonly name: string; open(): Promise<OpenedStore> }[] = [
  {
    name: 'sqlite',
    async open() {
      const folder = await temporaryFolder();
      const opened = await openSqliteIn(folder);
      return {
        ...opened,
        async end() {
          await opened.end();
          await rm(folder, { recursive: true });
        },
      };
    },
  },
  {
    name: 'memory',
    async open() {
      const clock = testClock();
      const { store, log } = await openMemoryStore({ clock });
      return {
        store,
        log,
        clock,
        async end() {
          await log.close();
          await store.close();
        },
      };
    },
  },
];

export interface World extends OpenedStore {
  readonly ayse: Account;
  readonly burak: Account;
  readonly inbox: Mailbox;
}
export async function makeWorld(opened: OpenedStore): Promise<World> {
  const { directory, mailboxes } = opened.store;
  await directory.createDomain({
    name: 'example.com',
    dkim: { selector: 's1', privateKeyPem: 'private', publicKey: 'public' },
  });
  const account = (localpart: string, displayName: string): Promise<Account> =>
    directory.createAccount({
      address: { localpart, domain: 'example.com' },
      displayName,
      role: 'account',
      language: 'en',
      quotaBytes: null,
      passwordHash: `hash of ${localpart}`,
    });
  const ayse = await account('ayse', 'Ayşe Kaya');
  const burak = await account('burak', 'Burak Işık');
  const inbox = await mailboxes.find(ayse.id, 'INBOX');
  if (inbox === null) throw new Error('an account has no INBOX');
  return { ...opened, ayse, burak, inbox };
}

export function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text));
}
export function message(subject: string, text = 'Hello.'): string {
  return [
    'From: Zeynep <zeynep@remote.example>',
    'To: ayse@example.com',
    `Subject: ${subject}`,
    'Date: Tue, 24 Nov 2026 10:00:00 +0300',
    `Message-ID: <${Buffer.from(subject).toString('hex')}@remote.example>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '',
  ].join('\r\n');
}
export function localCopy(account: Account, changes: Partial<LocalCopy> = {}): LocalCopy {
  return {
    accountId: account.id,
    mailbox: 'INBOX',
    recipient: account.address,
    prefix: bytes('Return-Path: <zeynep@remote.example>\r\n'),
    flags: NO_FLAGS,
    ignoreQuota: false,
    ...changes,
  };
}
export function queuedCopy(address: string, changes: Partial<QueuedCopy> = {}): QueuedCopy {
  const [localpart = '', domain = ''] = address.split('@');
  return {
    recipient: { localpart, domain },
    prefix: bytes('Received: by us\r\n'),
    expiresAt: 1_800_000_000_000 as UnixMs,
    dsn: null,
    heldFor: null,
    ...changes,
  };
}
let letters = 0;
export function letter(changes: Partial<AcceptInput> & { readonly text?: string } = {}): AcceptInput {
  letters += 1;
  const { text = message(`letter ${letters}`), ...rest } = changes;
  return {
    letterId: `letter${letters}` as LetterId,
    body: { kind: 'inline', bytes: bytes(text) },
    direction: 'in',
    sender: { localpart: 'zeynep', domain: 'remote.example' },
    origin: { via: 'mx', peer: '192.0.2.1', helo: 'remote.example', tls: null, accountId: null, login: null },
    needsSmtpUtf8: false,
    needs8Bit: false,
    submittedBy: null,
    local: [],
    remote: [],
    facts: [],
    ...rest,
  };
}
/** Delivers `count` letters to the account's INBOX, one after the other. */
export async function fill(world: World, count: number, account = world.ayse): Promise<void> {
  for (let i = 1; i <= count; i += 1)
    await world.store.intake.accept(letter({ text: message(`number ${i}`), local: [localCopy(account)] }));
}
export async function errorCode(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'done',
    (error: unknown) => (error as { code?: string }).code ?? String(error),
  );
}
/** Shared by the suites: one world per test, closed (and verified) after it. */
export function eachWorld(
  open: () => Promise<OpenedStore>,
  hooks: { beforeEach: (f: () => Promise<void>) => void; afterEach: (f: () => Promise<void>) => void },
): () => World {
  let world: World | null = null;
  hooks.beforeEach(async () => {
    world = await makeWorld(await open());
  });
  hooks.afterEach(async () => {
    await world?.end();
    world = null;
  });
  return () => {
    if (world === null) throw new Error('no world outside a test');
    return world;
  };
}
