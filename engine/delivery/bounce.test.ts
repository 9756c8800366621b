import { simpleParser } from 'mailparser';
import { expect, test } from 'vitest';
import type { BodyId, LetterId, QueueEntryId, UnixMs } from '../model/ids.ts';
import type { DsnRequest, QueueEntry } from '../model/queue.ts';
import { buildReport, wantsReport, type ReportInput } from './bounce.ts';
import { deferred, failed } from './outcome.ts';

const at = Date.UTC(2026, 10, 24, 12) as UnixMs;
const remote = { name: 'mx.far.test', ip: '192.0.2.9', port: 25, tls: null };
const entry: QueueEntry = {
  id: 1 as QueueEntryId,
  letterId: 'l1' as LetterId,
  bodyId: 1 as BodyId,
  bodyBytes: 10,
  prefix: new Uint8Array(),
  sender: { localpart: 'ayse', domain: 'firma.test' },
  recipient: { localpart: 'ali', domain: 'far.test' },
  dsn: null,
  needsSmtpUtf8: false,
  needs8Bit: false,
  submittedBy: null,
  state: 'delivering',
  attempts: 0,
  nextAttemptAt: at,
  expiresAt: at,
  queuedAt: at,
  delayReported: false,
  lastOutcome: null,
  subject: 'Teklif ışık',
};
const input: ReportInput = {
  kind: 'failure',
  letterId: 'r1' as LetterId,
  hostname: 'mail.firma.test',
  to: entry.sender!,
  language: 'tr',
  now: at,
  recipients: [
    {
      entry,
      outcome: failed('remoteReply', '550 5.1.1 no such user', remote, {
        code: 550,
        enhanced: '5.1.1',
        text: 'no such user',
      }),
      nextAttemptAt: null,
    },
  ],
  original: Buffer.from('From: ayse@firma.test\r\nSubject: Teklif\r\n'),
  originalIsWhole: false,
};
const dsn = (notify: DsnRequest['notify']): DsnRequest => ({ notify, orcpt: null, ret: null, envid: null });

test('a failure report says who, why and what to do, for people and for programs', async () => {
  const bytes = Buffer.from(await buildReport(input));
  const text = bytes.toString('utf8');
  expect(text).toMatch(/^Content-Type: multipart\/report; report-type=delivery-status;/m);
  expect(text).toContain('Reporting-MTA: dns; mail.firma.test\r\n');
  expect(text).toContain('Final-Recipient: rfc822; ali@far.test\r\nAction: failed\r\nStatus: 5.1.1\r\n');
  expect(text).toContain('Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n');
  expect(text).toContain('Content-Type: text/rfc822-headers');
  expect(text.replace(/\r\n/g, '')).not.toMatch(/[\r\n]/);
  const parsed = await simpleParser(bytes);
  expect(parsed.subject).toBe('Teslim edilemedi: Teklif ışık');
  expect(parsed.text).toContain('550 5.1.1 no such user');
  expect(parsed.messageId).toBe('<r1@mail.firma.test>');
});
test('a delay report has class 4 and no failure', async () => {
  const outcome = deferred('connect', 'no route');
  const text = Buffer.from(
    await buildReport({ ...input, kind: 'delay', language: 'en', recipients: [{ entry, outcome, nextAttemptAt: at }] }),
  ).toString();
  expect(text).toContain('Action: delayed\r\nStatus: 4.4.7\r\n');
  expect(text).toContain('Will-Retry-Until: ');
});
test('a remote text cannot write headers of its own', async () => {
  const reply = { code: 550, enhanced: '5.0.0' as const, text: 'x\r\nBcc: evil@far.test' };
  const text = Buffer.from(
    await buildReport({
      ...input,
      recipients: [{ entry, outcome: failed('remoteReply', '', remote, reply), nextAttemptAt: null }],
    }),
  ).toString();
  expect(text).not.toMatch(/^Bcc:/m);
});
const wishes: readonly [DsnRequest['notify'], string, boolean][] = [
  [null, 'failure', true],
  [null, 'delay', true],
  [null, 'success', false],
  [['never'], 'failure', false],
  [['success'], 'failure', false],
  [['success', 'failure'], 'success', true],
  [['delay'], 'delay', true],
];
for (const [notify, kind, wanted] of wishes) {
  test(`NOTIFY=${notify?.join() ?? '(none)'} and ${kind}: ${wanted}`, () =>
    expect(wantsReport({ sender: entry.sender, dsn: notify && dsn(notify) }, kind as 'failure')).toBe(wanted));
}
test('never a report for a report', () =>
  expect(wantsReport({ sender: null, dsn: dsn(['failure']) }, 'failure')).toBe(false));
