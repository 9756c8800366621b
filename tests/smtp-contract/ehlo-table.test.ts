/** docs/smtp.md names each keyword that a server says, and no other; the tests it names exist. RFC 5321 4.1.1.1 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { LineClient } from '../helpers/line-client.ts';
import { MEMORY } from '../helpers/mail-stores.ts';
import { startSmtp } from '../helpers/smtp-harness.ts';

const root = path.resolve(import.meta.dirname, '../..');
const rows = readFileSync(path.join(root, 'docs/smtp.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| [A-Z0-9]+ \|/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

async function said(client: LineClient): Promise<readonly string[]> {
  client.write('EHLO uzak.test\r\n');
  const words: string[] = [];
  for (let line = ''; !line.startsWith('250 ');) {
    line = await client.until(/^250/);
    words.push(line.slice(4).split(' ')[0] ?? '');
  }
  return words.slice(1);
}

test('what the servers say to strangers, to proxies, in clear and under TLS is what the table lists', async () => {
  const { store, close } = await MEMORY.open();
  const smtp = await startSmtp(store, { trustedProxies: ['127.0.0.1'] });
  try {
    const all = new Set<string>();
    for (const port of ['mx', 'submission', 'submissions'] as const)
      for (const word of await said(await smtp.connect(port))) all.add(word);
    expect([...all].sort()).toEqual(rows.map(([, keyword = '']) => keyword).sort());
  } finally {
    await smtp.stop();
    await close();
  }
});
test('every test that the table names is there', () => {
  const named = rows.flatMap((cells) => [...(cells[3] ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''));
  expect(named.length).toBeGreaterThanOrEqual(rows.length);
  const missing = named.filter(
    (name) => !existsSync(path.join(root, name.startsWith('tests/') ? name : `tests/smtp-contract/${name}`)),
  );
  expect(missing).toEqual([]);
});
