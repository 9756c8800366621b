/** The protocol suite: each case against us and against Debian's Postfix; where the codes differ, an RFC's sentence says why ours is right. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSmtp, type SmtpHarness } from '../helpers/smtp-harness.ts';
import { MEMORY } from '../helpers/mail-stores.ts';
import { startPostfix, type PostfixPeer } from '../helpers/postfix-peer.ts';
import { DIFFERENCES } from './differences.ts';
import { PEER_CASES } from './helpers/peer-cases.ts';
import { playCase } from './helpers/play-case.ts';

let opened: Awaited<ReturnType<typeof MEMORY.open>>;
let smtp: SmtpHarness;
let postfix: PostfixPeer;
const used = new Set<string>();

beforeAll(async () => {
  opened = await MEMORY.open();
  smtp = await startSmtp(opened.store, { limits: { sizeBytes: 100_000 } });
  postfix = await startPostfix({
    people: ['ayse', 'postmaster'],
    transports: {},
    settings: [
      'mynetworks = 192.0.2.0/24',
      'smtpd_recipient_restrictions = reject_unauth_destination',
      'smtpd_relay_restrictions = reject_unauth_destination',
      'strict_rfc821_envelopes = yes',
      'message_size_limit = 100000',
      'smtpd_helo_required = yes',
      'smtpd_forbid_bare_newline = yes',
      'smtpd_error_sleep_time = 0',
      'smtpd_client_connection_count_limit = 0',
      'hopcount_limit = 100',
      'disable_vrfy_command = no',
    ],
  });
}, 90_000);
afterAll(async () => {
  await postfix.stop();
  await smtp.stop();
  await opened.close();
});

test('the suite is large enough', () => {
  expect(PEER_CASES.length).toBeGreaterThanOrEqual(150);
});
test.each(PEER_CASES.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
  const [ours, theirs] = await Promise.all([
    playCase(smtp.ports.mx, 'firma.test', one),
    playCase(postfix.port, 'uzak.test', one),
  ]);
  if (ours.join() === theirs.join()) return;
  const found = DIFFERENCES.find(
    (known) => known.ours === ours.join(' ') && known.theirs === theirs.join(' ') && known.of(one.name),
  );
  expect(found?.what, `ours ${ours.join(' ')}, theirs ${theirs.join(' ')}`).toBeDefined();
  used.add(found?.what ?? '');
});
test('each explanation is needed', () => {
  expect(DIFFERENCES.map(({ what }) => what).filter((what) => !used.has(what))).toEqual([]);
});
