/**
 * A program that accepts letters as fast as it can and prints `ACK id` only after the receipt. Run, killed and traced by
 * the crash tests: accept-child.ts FOLDER ROUND WORKERS LETTERS(0: endless) [options as JSON]
 */
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { bytes, letter, localCopy, message, queuedCopy } from './letters.ts';
import { openSqliteStore, type SqliteStoreOptions } from '../../../engine/store/sqlite/open-store.ts';
import { systemClock } from '../../../engine/lib/clock.ts';
import type { Account } from '../../../engine/model/account.ts';
import type { BodyInput } from '../../../engine/store/intake-store.ts';
import type { Store } from '../../../engine/store/store.ts';
import type { LetterId } from '../../../engine/model/ids.ts';

const [folder = '', round = '0', workers = '4', letters = '0', options = '{}'] = process.argv.slice(2);

async function recipient(store: Store): Promise<Account> {
  const known = await store.directory.accountByAddress({ localpart: 'ayse', domain: 'example.com' });
  if (known !== null) return known;
  await store.directory.createDomain({
    name: 'example.com',
    dkim: { selector: 's1', privateKeyPem: 'k', publicKey: 'p' },
  });
  return store.directory.createAccount({
    address: { localpart: 'ayse', domain: 'example.com' },
    displayName: 'Ayşe',
    role: 'owner',
    language: 'en',
    quotaBytes: null,
    passwordHash: 'h',
  });
}

/** Every 16th body comes by the spool, as large ones do. */
function bodyOf(store: Store, id: string, n: number): BodyInput {
  const octets = bytes(message(id, `${id} `.repeat(20 + ((n * 37) % 400))));
  if (n % 16 !== 15) return { kind: 'inline', bytes: octets };
  const path = join(store.bodies.spoolFolder, id);
  const fd = openSync(path, 'wx');
  writeSync(fd, octets);
  fsyncSync(fd);
  closeSync(fd);
  return {
    kind: 'spooled',
    path,
    sizeBytes: octets.byteLength,
    sha256: createHash('sha256').update(octets).digest('hex'),
  };
}

const { store, log } = await openSqliteStore({
  dataFolder: folder,
  clock: systemClock(),
  options: { readers: 1, compactEveryMs: 0, ...(JSON.parse(options) as SqliteStoreOptions) },
});
const account = await recipient(store);
const inbox = await store.mailboxes.find(account.id, 'INBOX');
if (inbox === null) throw new Error('no INBOX');
const last = Number(letters) === 0 ? Infinity : Number(letters);
let next = 0;

async function work(): Promise<void> {
  while (next < last) {
    const n = next++;
    const id = `id-${round}-${n}-end`;
    if (n % 5 === 4) {
      await store.intake.append(inbox?.id as never, [
        { body: bodyOf(store, id, n), flags: { system: 8, keywords: [] }, internalDate: null },
      ]);
    } else {
      const remote = n % 3 === 0 ? [queuedCopy('can@far.example')] : [];
      await store.intake.accept({
        ...letter(id as LetterId),
        body: bodyOf(store, id, n),
        local: [localCopy(account)],
        remote,
      });
    }
    writeSync(1, `ACK ${id}\n`);
    if (n % 40 === 39)
      await store.messages.expunge(inbox?.id as never, account.id, null, { flagged: true, by: 'test' });
  }
}
await Promise.all(Array.from({ length: Number(workers) }, work));
await log.close();
await store.close();
