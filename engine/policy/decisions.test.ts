import { expect, test } from 'vitest';
import type { AuthResult } from '../model/auth-result.ts';
import { decideConnection } from './connection.ts';
import { decideContent, decideLoop, type ContentFacts } from './content.ts';
import { fitsQuota } from './quota.ts';
import { decideSender } from './sender.ts';
import { decideAuthor } from './submission.ts';
import type { Decision } from './decision.ts';

const own = [
  { localpart: 'ayse', domain: 'firma.example' },
  { localpart: 'Satis', domain: 'xn--rnek-4qa.example' },
];
const a = (localpart: string, domain = 'firma.example') => ({ localpart, domain });
const said = (decision: Decision): string =>
  decision.kind === 'accept'
    ? decision.mailbox
    : 'reply' in decision
      ? `${decision.reply.code} ${decision.reply.enhanced}`
      : decision.kind;

test.each([
  ['own', { sender: a('ayse') }, 'inbox'],
  ['own in capitals', { sender: a('AYSE') }, 'inbox'],
  ['own with detail', { sender: a('ayse+is') }, 'inbox'],
  ['own by alias', { sender: a('satis', 'xn--rnek-4qa.example') }, 'inbox'],
  ['null', { sender: null }, 'inbox'],
  ['a colleague', { sender: a('mehmet') }, '550 5.7.1'],
  ['own name elsewhere', { sender: a('ayse', 'elsewhere.example') }, '550 5.7.1'],
  ['own name below', { sender: a('ayse', 'sub.firma.example') }, '550 5.7.1'],
  ['any sender, other server', { sender: a('x', 'y.example'), ownAddresses: null }, 'inbox'],
  ['UTF-8 without keyword', { sender: a('ayşe'), ownAddresses: null }, '553 5.6.7'],
  ['too big', { sizeBytes: 101 }, '552 5.3.4'],
  ['just fits', { sizeBytes: 100 }, 'inbox'],
])('MAIL FROM: %s', (_name, facts, expected) => {
  expect(
    said(
      decideSender({
        sender: null,
        smtpUtf8: false,
        sizeBytes: null,
        sizeLimitBytes: 100,
        ownAddresses: own,
        ...facts,
      }),
    ),
  ).toBe(expected);
});

test.each([
  ['own', [[a('ayse')]], [], 'inbox'],
  ['two own', [[a('ayse'), a('satis', 'xn--rnek-4qa.example')]], [], 'inbox'],
  ['own with own Sender', [[a('ayse')]], [[a('ayse')]], 'inbox'],
  ['none', [], [], '550 5.6.0'],
  ['two fields', [[a('ayse')], [a('ayse')]], [], '550 5.6.0'],
  ['empty', [[]], [], '550 5.6.0'],
  ['unreadable', [[null]], [], '550 5.6.0'],
  ['the boss', [[a('patron')]], [], '550 5.7.1'],
  ['own and the boss', [[a('ayse'), a('patron')]], [], '550 5.7.1'],
  ['own, Sender the boss', [[a('ayse')]], [[a('patron')]], '550 5.7.1'],
])('From: %s', (_name, from, sender, expected) => {
  expect(said(decideAuthor({ from, sender, ownAddresses: own }))).toBe(expected);
});

const result = (
  dmarc: AuthResult['dmarc']['result'],
  policy: AuthResult['dmarc']['policy'],
): ContentFacts['report'] => ({
  kind: 'checked',
  result: { spf: { result: 'none', domain: '' }, dkim: [], dmarc: { result: dmarc, domain: 'd.example', policy } },
});
test.each([
  [result('pass', 'reject'), false, 1, 'inbox'],
  [result('none', null), false, 1, 'inbox'],
  [result('temperror', 'reject'), false, 1, 'inbox'],
  [result('fail', 'none'), false, 1, 'inbox'],
  [result('fail', 'quarantine'), false, 1, 'junk'],
  [result('fail', 'reject'), false, 1, '550 5.7.1'],
  [result('fail', 'reject'), true, 1, 'junk'],
  [result('pass', null), false, 2, '550 5.6.0'],
  [{ kind: 'failed' } as const, false, 1, '451 4.7.0'],
])('content %j, for a role: %s, From fields: %i', (report, forRole, fromFields, expected) => {
  expect(said(decideContent({ report, forRole, fromFields }))).toBe(expected);
});

test('circles are cut', () => {
  expect(said(decideLoop({ receivedFields: 100, deliveredBefore: false }))).toBe('inbox');
  expect(said(decideLoop({ receivedFields: 101, deliveredBefore: false }))).toBe('554 5.4.6');
  expect(said(decideLoop({ receivedFields: 1, deliveredBefore: true }))).toBe('554 5.4.6');
});
test('connections: early talkers and too many mistakes', () => {
  expect(said(decideConnection({ spokeFirst: true, refusals: 0, refusalsAllowed: 9 }))).toBe('554 5.5.1');
  expect(said(decideConnection({ spokeFirst: false, refusals: 9, refusalsAllowed: 9 }))).toBe('inbox');
  expect(said(decideConnection({ spokeFirst: false, refusals: 10, refusalsAllowed: 9 }))).toBe('421 4.7.0');
});
test.each([
  [null, 9e9, 1, true],
  [100, 99, 0, true],
  [100, 100, 0, false],
  [100, 50, 51, false],
  [100, 50, 50, true],
])('quota %s, used %i, letter %i: %s', (quotaBytes, usedBytes, size, expected) => {
  expect(fitsQuota({ quotaBytes, usedBytes }, size)).toBe(expected);
});
