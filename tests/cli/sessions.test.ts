/** `postane session list` and `end`, as people see who is connected; `postane search`. RFC 2971 (ID), RFC 9051 7.1.5 (BYE) */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { controlClient } from '../../engine/control/client.ts';
import type { MailSession } from '../../engine/control/contract.ts';
import { connectLocalSocket } from '../../engine/control/transport/local-socket-client.ts';
import { ImapLines } from '../helpers/imap-lines.ts';
import { LineClient } from '../helpers/line-client.ts';
import { addPeople, PEOPLE, startPostane, until, type Postane } from '../helpers/postane.ts';

let postane: Postane;
const { ayse, mehmet } = PEOPLE;
beforeAll(async () => {
  postane = await startPostane();
  await addPeople(postane);
}, 90_000);
afterAll(async () => {
  await postane.stop();
  postane.remove();
});
const listed = async (): Promise<MailSession[]> =>
  JSON.parse(await postane.cli(['session', 'list', '--json'])) as MailSession[];

test('who is connected, by what and with what open; one is ended, the other stays', async () => {
  expect(await postane.cli(['session', 'list'])).toBe('No mail program is connected.\n');
  const imap = await ImapLines.connect(postane.port('imaps'), true);
  await imap.line();
  imap.write(`a LOGIN ${ayse.address} ${ayse.password}\r\nb ID ("name" "Deneme" "version" "1")\r\nc SELECT INBOX\r\n`);
  for (let line = await imap.line(); !line?.startsWith('c OK'); line = await imap.line())
    expect(line).not.toMatch(/^[abc] (NO|BAD)/);
  const pop3 = await LineClient.connect(postane.port('pop3'));
  await pop3.until(/^\+OK/);
  expect(await listed()).toMatchObject([
    { protocol: 'pop3', account: null, client: null, mailbox: null, tls: null, peer: '127.0.0.1' },
    { protocol: 'imap', account: ayse.address, mailbox: 'INBOX', tls: 'TLSv1.3', peer: '127.0.0.1' },
  ]);
  const [, ofAyse] = await listed();
  expect(ofAyse?.client).toContain('Deneme');
  expect(ofAyse?.bytesIn).toBeGreaterThan(100);
  expect(await postane.cli(['session', 'list'])).toMatch(/IMAP +ayse@firma\.test +127\.0\.0\.1 +Deneme/);
  expect(await postane.cli(['session', 'end', ofAyse!.id])).toBe('The session was ended.\n');
  expect(await imap.line()).toMatch(/^\* BYE .*administrator/);
  expect(await imap.line()).toBeNull();
  await until(async () => (await listed()).length === 1);
  const again = await postane.cliResult(['session', 'end', ofAyse!.id]);
  expect(again).toMatchObject({ code: 1 });
  expect(again.err).toContain('there is no session');
  pop3.close();
  await until(async () => (await listed()).length === 0);
  await postane.waitForEvent('session.ended');
}, 60_000);

test('what each mailbox of a person holds is counted, and the search index says how far it is', async () => {
  const imap = await ImapLines.connect(postane.port('imaps'), true);
  await imap.line();
  imap.write(
    `a LOGIN ${mehmet.address} ${mehmet.password}\r\nb APPEND INBOX (\\Seen) {5+}\r\na\r\nb\r\nc APPEND INBOX {5+}\r\nc\r\nd\r\nd LOGOUT\r\n`,
  );
  for (let line = await imap.line(); line !== null; line = await imap.line())
    expect(line).not.toMatch(/^[abcd] (NO|BAD)/);
  const carrier = await connectLocalSocket(postane.data);
  const control = controlClient(carrier);
  const mailboxes = await control.call('mailboxes.list', { address: mehmet.address });
  expect(mailboxes[0]).toEqual({ name: 'INBOX', messages: 2, unseen: 1, bytes: 10 });
  await expect(control.call('mailboxes.list', { address: 'yok@firma.test' })).rejects.toThrow(/no person/);
  await until(async () => {
    const { indexed, last } = await control.call('search.progress', undefined);
    return last >= 2 && indexed >= last;
  });
  carrier.close();
  expect(await postane.cli(['search', 'status'])).toBe('The search index holds every letter.\n');
}, 60_000);

test('the search index is built again on demand, and its way is shown', async () => {
  // Long enough a way that its middle is seen: half of a processor at most, 0.4 ms a letter and more.
  const imap = await ImapLines.connect(postane.port('imaps'), true);
  await imap.line();
  imap.write(`a LOGIN ${mehmet.address} ${mehmet.password}\r\n`);
  const words = Array.from({ length: 3000 }, (_, at) => `kelime${at * 7919}`).join(' ');
  const letter = (at: number): string => `Subject: ${at}\r\n\r\n${words}\r\n`;
  for (let at = 0; at < 500; at += 1) imap.write(`b${at} APPEND INBOX {${letter(at).length}+}\r\n${letter(at)}\r\n`);
  for (let line = await imap.line(); !line?.startsWith('b499 '); line = await imap.line())
    expect(line).not.toMatch(/^\w+ (NO|BAD)/);
  const progress = async (): Promise<{ indexed: number; last: number }> =>
    JSON.parse(await postane.cli(['search', 'status', '--json'])) as { indexed: number; last: number };
  await until(async () => (await progress()).indexed >= 502);
  expect(await postane.cli(['search', 'rebuild'])).toMatch(/^The search index is being built again\./);
  expect(await postane.cli(['search', 'status'])).toMatch(
    /^The search index is being built: \d+ % \(letter \d+ of 502\)/,
  );
  imap.write('c SELECT INBOX\r\nd SEARCH BODY kelime0 SUBJECT 499\r\n');
  for (let line = await imap.line(); line !== '* SEARCH 502'; line = await imap.line()) expect(line).not.toMatch(/^d /);
  await until(async () => (await progress()).indexed >= 502);
  expect(await postane.cli(['search', 'status'])).toBe('The search index holds every letter.\n');
  imap.close();
}, 60_000);
