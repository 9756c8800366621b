/** docs/imap.md names each capability that a server says, and no other; the tests it names exist. RFC 9051 6.1.1 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { firstPassword } from '../../engine/auth/first-password.ts';
import { newScramParameters, scramSecret } from '../../engine/auth/scram-keys.ts';
import { PASSWORD, startImap } from '../helpers/imap-harness.ts';
import { LineClient } from '../helpers/line-client.ts';
import { MEMORY } from '../helpers/mail-stores.ts';

const root = path.resolve(import.meta.dirname, '../..');
const rows = readFileSync(path.join(root, 'docs/imap.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| [A-Z]/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));
const listed = rows.flatMap(([, names = '']) => names.split(', '));

async function said(client: LineClient): Promise<readonly string[]> {
  client.write('c CAPABILITY\r\n');
  const line = await client.until(/^\* CAPABILITY /);
  await client.until(/^c OK/);
  // A limit's figure is the server's own.
  return line
    .split(' ')
    .slice(2)
    .map((word) => word.replace(/^APPENDLIMIT=\d+$/, 'APPENDLIMIT'));
}

test('what a server says in clear, under TLS and after LOGIN is what the table lists', async () => {
  const { store, close } = await MEMORY.open();
  const imap = await startImap(store);
  try {
    const password = firstPassword();
    await store.directory.createAccount({
      ...{ address: { localpart: 'ceren', domain: 'ornek.test' }, displayName: '', role: 'account', language: 'tr' },
      ...{ quotaBytes: null, passwordHash: 'none', scram: scramSecret(password, newScramParameters()) },
    });
    const clear = await LineClient.connect(imap.clearPort);
    const secure = await LineClient.connect(imap.tlsPort, { tls: { rejectUnauthorized: false } });
    await expect.poll(() => said(secure), { timeout: 5_000 }).toContain('AUTH=SCRAM-SHA-256-PLUS');
    const all = new Set([...(await said(clear)), ...(await said(secure))]);
    secure.write(`l LOGIN ayse@ornek.test {${Buffer.byteLength(PASSWORD)}+}\r\n`);
    secure.write(`${Buffer.from(PASSWORD).toString('latin1')}\r\n`);
    await secure.until(/^l OK/);
    for (const word of await said(secure)) all.add(word);
    expect([...all].sort()).toEqual([...listed].sort());
  } finally {
    await imap.stop();
    await close();
  }
});

test('every test that the table names is there', () => {
  const named = rows.flatMap((cells) => [...(cells[3] ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''));
  expect(named.length).toBeGreaterThan(listed.length / 2);
  const missing = named.filter(
    (name) => !existsSync(path.join(root, name.startsWith('tests/') ? name : `tests/transcripts/${name}`)),
  );
  expect(missing).toEqual([]);
});
