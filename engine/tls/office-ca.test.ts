/** The certificates are judged by the openssl program and by a TLS client, not by our own reading of them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createOfficeCa, readOfficeCa, type OfficeCa } from './office-ca.ts';
import { createServerCertificate, isUpToDate, type ServerNames } from './server-certificate.ts';

const DAY = 86_400_000;
const folder = mkdtempSync(join(tmpdir(), 'postane-ca-'));
const now = Date.now();
let ca: OfficeCa;
beforeAll(async () => {
  ca = await createOfficeCa(['mail.firma.com.tr', 'office-pc', 'office-pc.local', 'localhost'], now);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** @returns what `openssl verify` says of a certificate for this name */
function opensslSays(certificatePem: string, args: readonly string[]): string {
  const caFile = join(folder, 'ca.pem');
  const file = join(folder, 'leaf.pem');
  writeFileSync(caFile, ca.certificatePem);
  writeFileSync(file, certificatePem);
  const run = spawnSync('openssl', [
    'verify',
    '-x509_strict',
    '-purpose',
    'sslserver',
    '-CAfile',
    caFile,
    ...args,
    file,
  ]);
  if (run.error !== undefined) throw run.error;
  return `${run.stdout} ${run.stderr}`;
}

/** A certificate that openssl itself signs with our root's key, so that nothing of ours leaves the bad names out. */
function signedByOpenssl(subjectAltName: string): string {
  const file = (name: string): string => join(folder, name);
  writeFileSync(file('root.pem'), ca.certificatePem);
  writeFileSync(file('root.key'), ca.keyPem, { mode: 0o600 });
  writeFileSync(
    file('leaf.key'),
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );
  writeFileSync(
    file('ext'),
    `subjectAltName=${subjectAltName}\nextendedKeyUsage=serverAuth\nauthorityKeyIdentifier=keyid\nsubjectKeyIdentifier=hash\n`,
  );
  execFileSync('openssl', ['req', '-new', '-key', file('leaf.key'), '-subj', '/O=Test', '-out', file('leaf.csr')], {
    stdio: 'pipe',
  });
  const sign = [
    'x509',
    '-req',
    '-in',
    file('leaf.csr'),
    '-CA',
    file('root.pem'),
    '-CAkey',
    file('root.key'),
    '-set_serial',
    '77',
    '-days',
    '5',
    '-extfile',
    file('ext'),
    '-out',
    file('evil.pem'),
  ];
  execFileSync('openssl', sign, { stdio: 'pipe' });
  return execFileSync('openssl', ['x509', '-in', file('evil.pem')]).toString();
}

describe('openssl verify', () => {
  const wanted: ServerNames = {
    names: ['mail.firma.com.tr', 'office-pc', 'office-pc.local', 'localhost'],
    addresses: ['127.0.0.1', '::1', '192.168.1.20', 'fd00::20'],
  };
  test.each([
    ['-verify_hostname', 'mail.firma.com.tr'],
    ['-verify_hostname', 'office-pc.local'],
    ['-verify_hostname', 'office-pc'],
    ['-verify_hostname', 'localhost'],
    ['-verify_ip', '192.168.1.20'],
    ['-verify_ip', '127.0.0.1'],
    ['-verify_ip', '::1'],
    ['-verify_ip', 'fd00::20'],
  ])('accepts %s %s', async (kind, name) => {
    const made = await createServerCertificate(ca, wanted, now);
    expect(opensslSays(made.certificatePem, [kind, name])).toMatch(/leaf\.pem: OK/);
  });

  test.each(['DNS:imap.firma.com.tr', 'DNS:printer.local', 'IP:10.1.2.3', 'IP:172.16.0.1', 'IP:fe80::1'])(
    'accepts what the root permits: %s',
    (name) => {
      expect(opensslSays(signedByOpenssl(name), [])).toMatch(/leaf\.pem: OK/);
    },
  );
  test.each([
    'DNS:bank.example',
    'DNS:firma.com',
    'DNS:evilfirma.com.tr',
    'DNS:local.evil',
    'IP:8.8.8.8',
    'IP:172.32.0.1',
    'IP:2001:db8::1',
  ])('refuses what the root does not permit: %s', (name) => {
    expect(opensslSays(signedByOpenssl(name), [])).toMatch(/permitted subtree violation/);
  });
});

test('what the root may not say is left out of the certificate', async () => {
  const made = await createServerCertificate(
    ca,
    { names: ['mail.firma.com.tr', 'mail.other.example'], addresses: ['203.0.113.5', '10.0.0.1', '2001:db8::9'] },
    now,
  );
  expect(made.names).toEqual(['mail.firma.com.tr']);
  expect(made.addresses).toEqual(['10.0.0.1']);
  expect(opensslSays(made.certificatePem, [])).toMatch(/OK/);
});

test('a root is read back, and never with the wrong key or without its limits', async () => {
  const again = readOfficeCa(ca.certificatePem, ca.keyPem);
  expect(again.permitted).toEqual(['local', 'localhost', 'home.arpa', 'firma.com.tr', 'office-pc']);
  expect(again.fingerprint).toBe(ca.fingerprint);
  const other = await createOfficeCa(['x.example'], now);
  expect(() => readOfficeCa(ca.certificatePem, other.keyPem)).toThrow(/another certificate/);
  const leaf = await createServerCertificate(ca, { names: ['localhost'], addresses: [] }, now);
  expect(() => readOfficeCa(leaf.certificatePem, leaf.keyPem)).toThrow(/no name constraints/);
});

test('a certificate is due when names or addresses change, its end comes near, or the root is another', async () => {
  const wanted = { names: ['mail.firma.com.tr'], addresses: ['10.0.0.1'] };
  const made = await createServerCertificate(ca, wanted, now);
  expect(made.notAfter - now).toBe(397 * DAY - ((now % 1000) as number));
  expect(isUpToDate(made, ca, wanted, now)).toBe(true);
  expect(isUpToDate(made, ca, { ...wanted, addresses: ['10.0.0.2'] }, now)).toBe(false);
  expect(isUpToDate(made, ca, { ...wanted, names: ['imap.firma.com.tr'] }, now)).toBe(false);
  expect(isUpToDate(made, ca, wanted, now + 336 * DAY)).toBe(true);
  expect(isUpToDate(made, ca, wanted, now + 338 * DAY)).toBe(false);
  expect(isUpToDate(made, await createOfficeCa(wanted.names, now), wanted, now)).toBe(false);
});
