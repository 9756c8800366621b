/** SIGKILL of the whole engine under SMTP, APPEND and delivery load: nothing acknowledged is lost or doubled, the store stays whole. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFakeDns, type FakeDns } from '../helpers/fake-dns.ts';
import { openImap } from '../helpers/mailbox-of.ts';
import { addPeople, PEOPLE, startPostane, until, type Postane } from '../helpers/postane.ts';
import { startSmtpSink, type SmtpSink } from '../helpers/smtp-sink.ts';
import { startLoad, type Acknowledged } from './load.ts';

const full = process.env.POSTANE_TEST_FULL === '1';
const KILLS = full ? 100 : 5;
const WANTED = full ? 10_000 : 50;

let dns: FakeDns;
let sink: SmtpSink;
let postane: Postane;
const start = (data?: string) =>
  startPostane({
    ...(data === undefined ? {} : { data }),
    set: {
      'dns.servers': dns.server,
      'delivery.port': sink.port,
      'delivery.retrySchedule': '1,1,1,1,1',
      'limits.mode': 'off',
    },
  });

beforeAll(async () => {
  dns = await startFakeDns({
    'uzak.test': { MX: ['10 mx.uzak.test'] },
    'mx.uzak.test': { A: ['127.0.0.1'] },
  });
  sink = await startSmtpSink();
  postane = await start();
  await addPeople(postane);
}, 90_000);
afterAll(async () => {
  await postane.stop();
  await sink.close();
  await dns.close();
  postane.remove();
});

test(
  `${KILLS} kills under load`,
  async () => {
    const acknowledged: Acknowledged = { smtp: [], append: [], outbound: [] };
    for (let round = 0; round < KILLS; round++) {
      const before = { smtp: acknowledged.smtp.length, outbound: acknowledged.outbound.length };
      const load = startLoad(postane, round, acknowledged);
      // Only a kill while all kinds of work are under way says something.
      await until(
        () => acknowledged.smtp.length > before.smtp && acknowledged.outbound.length > before.outbound,
        30_000,
        20,
      );
      const wait = 300 + ((round * 7919) % 900) + (full ? 800 : 0);
      await new Promise((resolve) => setTimeout(resolve, wait));
      await postane.kill();
      load.stop();
      await load.ended;
      postane = await start(postane.data);
      const check = JSON.parse(await postane.cli(['check', '--json'])) as { findings: unknown[] };
      expect(check.findings, `after kill ${round}`).toEqual([]);
    }
    await until(
      async () =>
        (JSON.parse(await postane.cli(['status', '--json'])) as { queue: { waiting: number } }).queue.waiting === 0,
      60_000,
      500,
    );
    const inbox = await idsIn('INBOX');
    const sent = await idsIn('Sent');
    const lost = [
      ...acknowledged.smtp.filter((id) => !inbox.has(id)),
      ...acknowledged.append.filter((id) => !sent.has(id)),
      ...acknowledged.outbound.filter((id) => !sink.taken.has(id)),
    ];
    const doubled = [
      ...acknowledged.smtp.filter((id) => inbox.get(id)! > 1),
      ...acknowledged.append.filter((id) => sent.get(id)! > 1),
    ];
    const sentTwice = acknowledged.outbound.filter((id) => sink.taken.get(id)! > 1);
    const total = acknowledged.smtp.length + acknowledged.append.length + acknowledged.outbound.length;
    console.log(
      `${KILLS} kills, ${total} acknowledged (${acknowledged.smtp.length} SMTP, ${acknowledged.append.length} APPEND, ${acknowledged.outbound.length} to go out): ${lost.length} lost, ${doubled.length} doubled; ${sentTwice.length} sent twice because the kill came between the remote's answer and its record`,
    );
    expect(lost).toEqual([]);
    expect(doubled).toEqual([]);
    // A remote's answer that was not yet recorded may be lost with the kill: at most what one kill finds under way.
    expect(sentTwice.length).toBeLessThanOrEqual(KILLS * 20);
    expect(total).toBeGreaterThanOrEqual(WANTED);
  },
  full ? 1_800_000 : 240_000,
);

async function idsIn(mailbox: string): Promise<Map<string, number>> {
  const client = await openImap(postane, PEOPLE.mehmet);
  const ids = new Map<string, number>();
  await client.mailboxOpen(mailbox);
  for await (const message of client.fetch('1:*', { envelope: true })) {
    const id = (message.envelope?.messageId ?? '').replace(/[<>]/g, '');
    ids.set(id, (ids.get(id) ?? 0) + 1);
  }
  await client.logout();
  return ids;
}
