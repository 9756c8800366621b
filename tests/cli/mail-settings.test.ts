/** What the owner sets for mail programs has its effect in the running engine. RFC 2449 6.5, 6.7, RFC 9051 7.1 (LIMIT) */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ImapLines } from '../helpers/imap-lines.ts';
import { LineClient } from '../helpers/line-client.ts';
import { addPeople, PEOPLE, startPostane, type Postane } from '../helpers/postane.ts';

let postane: Postane;
const { ayse } = PEOPLE;
beforeAll(async () => {
  postane = await startPostane({
    set: {
      'limits.sessionsPerAccount': 1,
      'limits.loginSeconds': 10,
      'pop3.deleted': 'trash',
      'pop3.loginDelaySeconds': 3600,
      'expiry.inboxDays': 90,
    },
  });
  await addPeople(postane);
}, 90_000);
afterAll(async () => {
  await postane.stop();
  postane.remove();
});

async function imap(): Promise<{ readonly client: ImapLines; ask(command: string): Promise<string[]> }> {
  const client = await ImapLines.connect(postane.port('imaps'), true);
  await client.line();
  return {
    client,
    async ask(command) {
      client.write(`${command}\r\n`);
      const heard: string[] = [];
      for (let line = await client.line(); line !== null; line = await client.line()) {
        heard.push(line);
        if (line.startsWith(`${command.split(' ')[0]} `)) break;
      }
      return heard;
    },
  };
}

test('sessions of one account, the way of POP3 deletions, the wait between sign-ins, the days of expiry', async () => {
  const first = await imap();
  expect((await first.ask(`a LOGIN ${ayse.address} ${ayse.password}`)).at(-1)).toMatch(/^a OK/);
  const second = await imap();
  expect((await second.ask(`a LOGIN ${ayse.address} ${ayse.password}`)).at(-1)).toMatch(
    /^a NO \[LIMIT\] .*1 IMAP session/,
  );
  await first.ask('b APPEND INBOX {5+}\r\na\r\nb\r\n');
  const pop3 = await LineClient.connect(postane.port('pop3s'), { tls: { rejectUnauthorized: false } });
  await pop3.until(/^\+OK/);
  pop3.write('CAPA\r\n');
  const offered: string[] = [];
  for (let line = await pop3.until(/^/); line !== '.'; line = await pop3.until(/^/)) offered.push(line);
  expect(offered).toContain('EXPIRE 90');
  expect(offered).toContain('LOGIN-DELAY 3600');
  await pop3.ask(`USER ${ayse.address}\r\n`, /^\+OK/);
  await pop3.ask(`PASS ${ayse.password}\r\n`, /^\+OK 1 letters/);
  await pop3.ask('DELE 1\r\n', /^\+OK/);
  await pop3.ask('QUIT\r\n', /^\+OK/);
  expect(await first.ask('c STATUS Trash (MESSAGES)')).toContain('* STATUS "Trash" (MESSAGES 1)');
  const again = await LineClient.connect(postane.port('pop3s'), { tls: { rejectUnauthorized: false } });
  await again.ask(`USER ${ayse.address}\r\n`, /^\+OK Now/);
  expect(await again.ask(`PASS ${ayse.password}\r\n`, /^[+-]/)).toMatch(/^-ERR \[LOGIN-DELAY\] /);
  expect(await again.until(/^-ERR/, 20_000)).toMatch(/Signing in took too long/);
  first.client.close();
  second.client.close();
}, 60_000);
