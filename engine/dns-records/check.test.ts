import { expect, test } from 'vitest';
import type { DnsAnswer, Resolver } from '../net/resolver.ts';
import { checkRecords } from './check.ts';
import { expectedRecords } from './expected.ts';
import { zoneFile } from './zone-file.ts';

const key = 'M'.repeat(392);
const records = expectedRecords({
  domain: 'firma.test',
  hostname: 'mail.firma.test',
  addresses: ['203.0.113.7'],
  dkim: { selector: 's1', publicKey: key },
});
const none: DnsAnswer<never> = { kind: 'none' };
const found = <T>(...all: T[]): DnsAnswer<T> => ({ kind: 'found', records: all, ttl: 60 });
const right: Resolver = {
  mx: async () => found({ preference: 10, exchange: 'MAIL.firma.test' }),
  a: async () => found('203.0.113.7'),
  aaaa: async () => none,
  cname: async () => none,
  ptr: async (address) => (address === '203.0.113.7' ? found('mail.firma.test') : none),
  txt: async (name) =>
    name === 'firma.test'
      ? found('other', 'v=spf1 mx include:x.test -all')
      : name.startsWith('_dmarc')
        ? found('v=DMARC1; p=reject')
        : found(`v=DKIM1; k=rsa; p=${key.slice(0, 200)} ${key.slice(200)}`),
};
const verdicts = async (more: Partial<Resolver>) =>
  Object.fromEntries(
    (await checkRecords(records, { ...right, ...more })).map((record) => [record.purpose, record.problem ?? 'ok']),
  );
const allOk = { a: 'ok', mx: 'ok', spf: 'ok', dkim: 'ok', dmarc: 'ok', ptr: 'ok' };

test('all right', async () => expect(await verdicts({})).toEqual(allOk));
const cases: readonly [string, Partial<Resolver>, Partial<Record<keyof typeof allOk, string>>][] = [
  [
    'nothing there',
    { mx: async () => none, txt: async () => ({ kind: 'nxdomain' }), a: async () => none, ptr: async () => none },
    { a: 'notFound', mx: 'notFound', spf: 'notFound', dkim: 'notFound', dmarc: 'notFound', ptr: 'notFound' },
  ],
  [
    'nobody answers',
    {
      mx: async () => ({ kind: 'failed', reason: 'timeout' }),
      txt: async () => ({ kind: 'failed', reason: 'timeout' }),
    },
    { mx: 'noAnswer', spf: 'noAnswer', dkim: 'noAnswer', dmarc: 'noAnswer' },
  ],
  [
    'mail goes elsewhere',
    { mx: async () => found({ preference: 5, exchange: 'mx.provider.test' }) },
    { mx: 'otherValue' },
  ],
  [
    'two SPF records',
    { txt: async (name) => (name === 'firma.test' ? found('v=spf1 mx -all', 'v=spf1 -all') : right.txt(name)) },
    { spf: 'severalRecords' },
  ],
  [
    'mx after all does not count',
    { txt: async (name) => (name === 'firma.test' ? found('v=spf1 -all mx') : right.txt(name)) },
    { spf: 'otherValue' },
  ],
  [
    'another key',
    { txt: async (name) => (name.includes('_domainkey') ? found('v=DKIM1; p=AAAA') : right.txt(name)) },
    { dkim: 'otherKey' },
  ],
  ['the address is called otherwise', { ptr: async () => found('dsl-7.provider.test') }, { ptr: 'otherValue' }],
];
for (const [say, resolver, expected] of cases)
  test(say, async () => expect(await verdicts(resolver)).toEqual({ ...allOk, ...expected }));

test('a found SPF record is completed, not replaced', async () => {
  const checked = await checkRecords(records, {
    ...right,
    txt: async () => found('v=spf1 include:_spf.google.com ~all'),
  });
  expect(checked.find((record) => record.purpose === 'spf')?.mergedValue).toBe(
    'v=spf1 mx include:_spf.google.com ~all',
  );
});
test('a long key is cut into strings of 255 octets, and names are given both ways', () => {
  const dkim = records.find((record) => record.purpose === 'dkim')!;
  expect(dkim.relativeName).toBe('s1._domainkey');
  expect(dkim.chunks.map((chunk) => chunk.length)).toEqual([255, dkim.value.length - 255]);
  expect(zoneFile('firma.test', records)).toContain(
    `s1._domainkey.firma.test.\t3600\tIN\tTXT\t"${dkim.chunks[0]}" "${dkim.chunks[1]}"\n`,
  );
  expect(records.find((record) => record.purpose === 'mx')?.relativeName).toBe('@');
});
test('a server elsewhere needs no address record here', () => {
  const other = expectedRecords({ domain: 'firma.test', hostname: 'mail.holding.test', addresses: [], dkim: null });
  expect(other.map((record) => record.purpose)).toEqual(['mx', 'spf', 'dmarc', 'ptr']);
});
