import { expect, test } from 'vitest';
import type { RemoteHost } from '../model/queue.ts';
import { parseReply, refusedBy } from './outcome.ts';

const remote: RemoteHost = { name: 'mx.example.test', ip: '192.0.2.1', port: 25, tls: null };

const replies: readonly { say: string; hear: unknown }[] = [
  { say: '250 2.1.5 Ok', hear: { code: 250, enhanced: '2.1.5', text: 'Ok' } },
  { say: '550 No such user', hear: { code: 550, enhanced: '5.0.0', text: 'No such user' } },
  {
    say: '451-4.7.1 Greylisted\r\n451 4.7.1 try later',
    hear: { code: 451, enhanced: '4.7.1', text: 'Greylisted try later' },
  },
  { say: '550 4.2.2 liar', hear: { code: 550, enhanced: '5.0.0', text: 'liar' } },
  { say: '354 go on', hear: { code: 354, enhanced: '4.0.0', text: 'go on' } },
  { say: 'hello', hear: null },
];
for (const { say, hear } of replies) test(`reply ${JSON.stringify(say)}`, () => expect(parseReply(say)).toEqual(hear));

const refusals: readonly [string, string, string][] = [
  ['550 5.1.1 unknown', 'failed', 'remoteReply'],
  ['599 whatever', 'failed', 'remoteReply'],
  ['452 5.2.2 mailbox full', 'deferred', 'remoteReply'],
  ['421 closing', 'deferred', 'remoteReply'],
  ['350 odd', 'deferred', 'remoteReply'],
  ['250 accepted, though it was refused', 'deferred', 'remoteReply'],
  ['blocked for ever, permanently rejected', 'deferred', 'unclassified'],
];
for (const [raw, kind, reason] of refusals) {
  test(`only a 5xx reply ends a letter: ${raw}`, () => expect(refusedBy(remote, raw)).toMatchObject({ kind, reason }));
}
