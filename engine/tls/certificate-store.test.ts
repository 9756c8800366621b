import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { UnixMs } from '../model/ids.ts';
import { openCertificateStore, type CertificateSource } from './certificate-store.ts';
import { lanNames } from './lan-names.ts';
import type { ServerNames } from './server-certificate.ts';

const DAY = 86_400_000;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postane-tls-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const context = {
  now: Date.now(),
  names: { names: ['mail.firma.test', 'localhost'], addresses: ['127.0.0.1'] } as ServerNames,
};
beforeEach(() => {
  // Openssl's certificates begin in the second they are made in.
  context.now = Date.now() + 10_000;
  context.names = { names: ['mail.firma.test', 'localhost'], addresses: ['127.0.0.1'] };
});
const openStore = (mode: CertificateSource = 'officeCa') =>
  openCertificateStore({
    folder: join(folder, 'tls'),
    mode,
    names: () => context.names,
    clock: { now: () => context.now as UnixMs },
    emit: () => undefined,
  });

/** A key and certificate as an owner would bring them, made by the openssl program. */
function bought(options: { name?: string; days?: number; key?: readonly string[]; extension?: string } = {}) {
  const {
    name = 'mail.firma.test',
    days = 30,
    key = ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
    extension,
  } = options;
  const file = (suffix: string): string => join(folder, suffix);
  const san = name === '' ? [] : ['-addext', `subjectAltName=DNS:${name}`];
  const more = extension === undefined ? [] : ['-addext', extension];
  const args = [
    'req',
    '-x509',
    '-newkey',
    ...key,
    '-nodes',
    '-subj',
    '/CN=bought',
    '-days',
    String(days),
    '-keyout',
    file('k'),
    '-out',
    file('c'),
  ];
  execFileSync('openssl', [...args, ...san, ...more], { stdio: 'pipe' });
  return { certificate: readFileSync(file('c'), 'utf8'), key: readFileSync(file('k'), 'utf8') };
}

test('made at first start, found again at the next, readable by its owner only', async () => {
  const first = await openStore();
  expect(first.info()).toMatchObject({ source: 'officeCa', names: ['mail.firma.test', 'localhost', '127.0.0.1'] });
  expect(first.info().caFingerprint).toBe(new X509Certificate(first.caPem()).fingerprint256);
  for (const name of ['office-ca.pem', 'server.pem'])
    expect(statSync(join(folder, 'tls', name)).mode & 0o777).toBe(0o600);
  expect(first.caPem()).not.toMatch(/PRIVATE KEY/);
  const second = await openStore();
  expect(second.info()).toEqual(first.info());
  expect(second.caPem()).toBe(first.caPem());
});

describe('refresh', () => {
  test('does nothing while nothing changed', async () => {
    const store = await openStore();
    const changes: unknown[] = [];
    store.onChange((credentials) => changes.push(credentials));
    const before = store.info();
    await store.refresh();
    expect(store.info()).toEqual(before);
    expect(changes).toHaveLength(0);
  });
  test('a new address: new certificate, same root, listeners hear of it', async () => {
    const store = await openStore();
    const root = store.caPem();
    const changes: unknown[] = [];
    const end = store.onChange((credentials) => changes.push(credentials));
    context.names = { ...context.names, addresses: ['127.0.0.1', '192.168.7.7'] };
    await store.refresh();
    expect(store.info().names).toContain('192.168.7.7');
    expect(store.caPem()).toBe(root);
    expect(changes).toEqual([store.credentials()]);
    end();
    await store.issue();
    expect(changes).toHaveLength(1);
  });
  test('near its end', async () => {
    const store = await openStore();
    const { notAfter } = store.info();
    context.now += 340 * DAY;
    await store.refresh();
    expect(store.info().notAfter).toBeGreaterThan(notAfter);
  });
  test('a host name outside the root asks for a new root', async () => {
    const store = await openStore();
    const root = store.caPem();
    context.names = { names: ['posta.other.test'], addresses: [] };
    await store.refresh();
    expect(store.caPem()).not.toBe(root);
    expect(store.info().names[0]).toBe('posta.other.test');
  });
});

describe('import', () => {
  test('is used at once and at the next start; the office certificate still serves its own names', async () => {
    const store = await openStore();
    const { certificate, key } = bought();
    const facts = await store.importPem(`some text\n${certificate}`, key);
    expect(facts).toMatchObject({
      source: 'imported',
      names: ['mail.firma.test'],
      issuer: 'bought',
      caFingerprint: null,
    });
    expect(store.credentials().map((entry) => entry.names)).toEqual([
      ['mail.firma.test'],
      ['mail.firma.test', 'localhost'],
    ]);
    expect((await openStore('imported')).info()).toEqual(facts);
    expect((await openStore('officeCa')).info().source).toBe('officeCa');
    expect((await store.issue()).source).toBe('officeCa');
  });
  test('the chain is put in order and the root left out', async () => {
    const files = (name: string): string => join(folder, name);
    const run = (...args: string[]): unknown => execFileSync('openssl', args, { stdio: 'pipe' });
    const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    run('req', '-x509', ...ec, '-subj', '/CN=root', '-days', '9', '-keyout', files('rk'), '-out', files('r'));
    run('req', '-new', ...ec, '-subj', '/CN=middle', '-keyout', files('mk'), '-out', files('mc'));
    writeFileSync(files('me'), 'basicConstraints=critical,CA:true\n');
    run(
      'x509',
      '-req',
      '-in',
      files('mc'),
      '-CA',
      files('r'),
      '-CAkey',
      files('rk'),
      '-CAcreateserial',
      '-days',
      '9',
      '-extfile',
      files('me'),
      '-out',
      files('m'),
    );
    run('req', '-new', ...ec, '-subj', '/CN=leaf', '-keyout', files('lk'), '-out', files('lc'));
    writeFileSync(files('le'), 'subjectAltName=DNS:mail.firma.test\n');
    run(
      'x509',
      '-req',
      '-in',
      files('lc'),
      '-CA',
      files('m'),
      '-CAkey',
      files('mk'),
      '-CAcreateserial',
      '-days',
      '9',
      '-extfile',
      files('le'),
      '-out',
      files('l'),
    );
    const read = (name: string): string => readFileSync(files(name), 'utf8');
    const store = await openStore();
    await store.importPem(read('r') + read('m') + read('l'), read('lk'));
    const chain = store
      .credentials()[0]
      ?.certificatePem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g);
    expect(chain?.map((pem) => new X509Certificate(pem).subject)).toEqual(['CN=leaf', 'CN=middle']);
  });

  const otherKey = () =>
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const lockedKey = () =>
    generateKeyPairSync('ec', { namedCurve: 'P-256' })
      .privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
      .toString();
  test.each<[string, () => { certificate: string; key: string }, RegExp]>([
    ['no certificate', () => ({ ...bought(), certificate: 'hello' }), /no certificate in the file/],
    [
      'a broken certificate',
      () => ({ ...bought(), certificate: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }),
      /certificate 1 of the file cannot be read/,
    ],
    ['no key', () => ({ ...bought(), key: '' }), /no private key/],
    ['a locked key', () => ({ ...bought(), key: lockedKey() }), /protected by a password/],
    ['another key', () => ({ ...bought(), key: otherKey() }), /does not belong to this certificate/],
    [
      'another name',
      () => bought({ name: 'www.firma.test' }),
      /is for www\.firma\.test, but this server is called mail\.firma\.test/,
    ],
    ['no name', () => bought({ name: '' }), /names no server/],
    ['a client certificate', () => bought({ extension: 'extendedKeyUsage=clientAuth' }), /not made for servers/],
    ['a short key', () => bought({ key: ['rsa:1024'] }), /1024 bits/],
  ])('refuses %s', async (_what, make, sentence) => {
    const store = await openStore();
    const before = store.info();
    const { certificate, key } = make();
    await expect(store.importPem(certificate, key)).rejects.toThrow(sentence);
    expect(store.info()).toEqual(before);
  });
  test('refuses one that has ended or not begun', async () => {
    const store = await openStore();
    const { certificate, key } = bought({ days: 2 });
    context.now += 3 * DAY;
    await expect(store.importPem(certificate, key)).rejects.toThrow(/the certificate ended on/);
    context.now -= 30 * DAY;
    await expect(store.importPem(certificate, key)).rejects.toThrow(/valid only from/);
  });
});

test('a damaged file is named and left alone', async () => {
  await openStore();
  const path = join(folder, 'tls', 'office-ca.pem');
  writeFileSync(path, 'damaged');
  await expect(openStore()).rejects.toThrow(/office-ca\.pem cannot be used/);
  expect(readFileSync(path, 'utf8')).toBe('damaged');
});

test('names on the local network', () => {
  const system = {
    computerName: 'Office-PC.fritz.box',
    addresses: ['192.168.1.5', '203.0.113.9', 'fe80::1%eth0', '127.0.0.1', '::1', '::ffff:10.0.0.1'],
  };
  expect(lanNames('Mail.Firma.test', system)).toEqual({
    names: ['mail.firma.test', 'office-pc', 'office-pc.local', 'localhost'],
    addresses: ['127.0.0.1', '::1', '10.0.0.1', '192.168.1.5'],
  });
  expect(lanNames('localhost', { computerName: 'ofis bilgisayarı', addresses: [] }).names).toEqual(['localhost']);
});
