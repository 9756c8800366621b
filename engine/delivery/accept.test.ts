import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../lib/clock.ts';
import type { Account, Address } from '../model/account.ts';
import type { LetterOrigin } from '../model/letter.ts';
import type { UnixMs } from '../model/ids.ts';
import { openMemoryStore } from '../store/memory/open-store.ts';
import { createAccept } from './accept.ts';
import { collectBody } from './spool.ts';
import { receivedField } from './trace-headers.ts';

const ORIGIN: LetterOrigin = {
  via: 'mx',
  peer: '192.0.2.1',
  helo: 'uzak.test',
  tls: null,
  accountId: null,
  login: null,
};
const at = (localpart: string, domain = 'firma.test'): Address => ({ localpart, domain });

async function build() {
  const clock = systemClock();
  const { store } = await openMemoryStore({ clock });
  await store.directory.createDomain({
    name: 'firma.test',
    dkim: { selector: 's', privateKeyPem: 'none', publicKey: 'none' },
  });
  const person = (localpart: string): Promise<Account> =>
    store.directory.createAccount({
      address: at(localpart),
      displayName: '',
      role: 'account',
      language: 'tr',
      quotaBytes: null,
      passwordHash: 'none',
    });
  const [ayse, mehmet] = [await person('ayse'), await person('mehmet')];
  const accept = createAccept({
    store,
    clock,
    emit: () => undefined,
    hostname: () => 'mail.firma.test',
    queueLifetimeMs: () => 1000,
  });
  const send = async (recipients: readonly Address[], junk = false) =>
    accept.accept({
      letterId: accept.newLetterId(),
      session: null,
      body: { kind: 'inline', bytes: new TextEncoder().encode('Subject: x\r\n\r\nx\r\n') },
      sender: at('u', 'uzak.test'),
      recipients: await Promise.all(
        recipients.map(async (address) => ({ address, route: await accept.route(address), dsn: null })),
      ),
      origin: ORIGIN,
      protocol: 'ESMTP',
      fields: '',
      junk,
      needsSmtpUtf8: false,
      needs8Bit: false,
      submittedBy: null,
      facts: [],
    });
  return { store, accept, ayse, mehmet, send };
}
const kinds = async (accept: Awaited<ReturnType<typeof build>>['accept'], address: Address) => {
  const route = await accept.route(address);
  return route.kind === 'deliverable'
    ? route.targets.map((target) =>
        target.kind === 'account' ? target.account.address.localpart : target.address.domain,
      )
    : route.kind;
};

test('aliases lead through aliases to each person once, to elsewhere, and never round', async () => {
  const { store, accept } = await build();
  const { directory } = store;
  await directory.createAlias(at('ikisi'), [at('ayse'), at('mehmet'), at('hepsi'), at('k', 'baska.test')]);
  await directory.createAlias(at('hepsi'), [at('ikisi'), at('AYSE'), at('yok')]);
  await directory.createAlias(at('dongu'), [at('dongu2')]);
  await directory.createAlias(at('dongu2'), [at('dongu')]);
  expect(await kinds(accept, at('hepsi'))).toEqual(['ayse', 'mehmet', 'baska.test']);
  expect(await kinds(accept, at('dongu'))).toBe('broken');
  expect(await kinds(accept, at('Ayse+is'))).toEqual(['ayse']);
  expect(await kinds(accept, at('yok'))).toBe('unknown');
  expect(await kinds(accept, at('ayse', 'baska.test'))).toBe('foreign');
  expect(await kinds(accept, at('postmaster', ''))).toEqual(['ayse']);
});
test('who is disabled gets nothing more, who only receives does', async () => {
  const { store, accept, mehmet } = await build();
  await store.directory.updateAccount(mehmet.id, { status: 'receiveOnly' });
  expect(await kinds(accept, at('mehmet'))).toEqual(['mehmet']);
  await store.directory.updateAccount(mehmet.id, { status: 'disabled' });
  expect(await kinds(accept, at('mehmet'))).toBe('disabled');
});
test('several recipients that lead to one person make one copy; junk goes to the junk mailbox but for postmaster', async () => {
  const { store, ayse, mehmet, send } = await build();
  await store.directory.createAlias(at('satis'), [at('ayse'), at('mehmet')]);
  expect((await send([at('ayse'), at('satis'), at('ayse+x')])).stored).toHaveLength(2);
  await send([at('mehmet'), at('postmaster')], true);
  const counts = async (account: Account) =>
    Object.fromEntries(
      (await store.mailboxes.list(account.id))
        .filter((mailbox) => mailbox.counts.messages > 0)
        .map((mailbox) => [mailbox.specialUse ?? mailbox.name, mailbox.counts.messages]),
    );
  expect(await counts(ayse)).toEqual({ INBOX: 2 });
  expect(await counts(mehmet)).toEqual({ INBOX: 1, junk: 1 });
});
test('a report goes to its sender here, or into the queue; never under a name of a peer', async () => {
  const { accept } = await build();
  const local = await accept.routeReport(at('ayse'), accept.newLetterId());
  expect(local.local).toHaveLength(1);
  const prefix = Buffer.from(local.local[0]!.prefix).toString();
  expect(prefix).toMatch(
    /^Return-Path: <>\r\nDelivered-To: ayse@firma\.test\r\nReceived: by mail\.firma\.test \(Postane\) id /,
  );
  expect((await accept.routeReport(at('x', 'baska.test'), accept.newLetterId())).remote).toHaveLength(1);
  expect(await accept.routeReport(at('yok'), accept.newLetterId())).toEqual({ local: [], remote: [] });
});

test('what a client says of itself cannot break out of Received', () => {
  const field = receivedField({
    origin: { ...ORIGIN, helo: 'x\r\nBcc: a@b (c) \\' },
    hostname: 'mail.firma.test',
    letterId: 'abc' as never,
    protocol: 'ESMTP',
    recipient: null,
    at: 1_764_000_000_000 as UnixMs,
  });
  expect(field).toBe(
    'Received: from xBcc:a@bc ([192.0.2.1])\r\n\tby mail.firma.test (Postane) with ESMTP id abc;\r\n\tMon, 24 Nov 2025 16:00:00 +0000\r\n',
  );
});

test('a body stays in memory up to the limit and goes to a synced, hashed file beyond it', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'postane-spool-'));
  const small = collectBody(folder, 10);
  await small.write(Buffer.from('0123456789'));
  expect(await small.finish()).toEqual({ kind: 'inline', bytes: new TextEncoder().encode('0123456789') });
  const large = collectBody(folder, 10);
  for (const piece of ['01234', '56789', 'abc', 'def']) await large.write(Buffer.from(piece));
  const body = await large.finish();
  expect(body).toMatchObject({
    kind: 'spooled',
    sizeBytes: 16,
    sha256: createHash('sha256').update('0123456789abcdef').digest('hex'),
  });
  if (body.kind !== 'spooled') throw new Error('spooled');
  expect(readFileSync(body.path, 'latin1')).toBe('0123456789abcdef');
  const read = large.read();
  if (read instanceof Uint8Array) throw new Error('in pieces');
  const pieces: Uint8Array[] = [];
  for await (const piece of read) pieces.push(piece);
  expect(Buffer.concat(pieces).toString()).toBe('0123456789abcdef');
  await large.discard();
  await large.discard();
  expect(readdirSync(folder)).toEqual([]);
});
test('a spool that cannot be written is told as unavailable', async () => {
  const body = collectBody('/proc/none', 1);
  await expect(async () => body.write(Buffer.from('xx'))).rejects.toMatchObject({ code: 'unavailable' });
});
