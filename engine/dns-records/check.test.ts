import { expect, test } from 'vitest';
import type { DnsAnswer, Resolver } from '../net/resolver.ts';
import { checkRecords } from './check.ts';
import { expectedRecords } from './expected.ts';
import { explainRecord } from './explain.ts';
import { mergeSpf } from './spf-value.ts';
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
    { mx: 'notOurs' },
  ],
  [
    'another server stands before us',
    {
      mx: async () =>
        found({ preference: 10, exchange: 'mail.firma.test' }, { preference: 5, exchange: 'mx.provider.test' }),
    },
    { mx: 'otherValue' },
  ],
  [
    'another server stands behind us',
    {
      mx: async () =>
        found({ preference: 20, exchange: 'mx.provider.test' }, { preference: 10, exchange: 'mail.firma.test' }),
    },
    {},
  ],
  ['no mail at all', { mx: async () => found({ preference: 0, exchange: '' }) }, { mx: 'notOurs' }],
  [
    'SPF by address',
    { txt: async (name) => (name === 'firma.test' ? found('v=spf1 ip4:203.0.113.7 -all') : right.txt(name)) },
    {},
  ],
  [
    'SPF by another address',
    { txt: async (name) => (name === 'firma.test' ? found('v=spf1 ip4:203.0.113.8 -all') : right.txt(name)) },
    { spf: 'otherValue' },
  ],
  ['an address elsewhere', { a: async () => found('203.0.113.9') }, { a: 'otherValue' }],
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

test('several SPF records become one', () => {
  expect(mergeSpf(['v=spf1 include:a.test ~all', 'v=spf1 mx ip4:192.0.2.1 include:a.test -all'])).toBe(
    'v=spf1 mx include:a.test ip4:192.0.2.1 ~all',
  );
  expect(mergeSpf(['v=spf1 redirect=x.test'])).toBe('v=spf1 mx redirect=x.test');
});
test('without a known address, what our name leads to is looked at, of either family', async () => {
  const unknown = expectedRecords({ domain: 'firma.test', hostname: 'mail.firma.test', addresses: [], dkim: null });
  const problems = async (more: Partial<Resolver>) =>
    (await checkRecords(unknown, { ...right, ...more }))
      .filter(({ purpose }) => purpose === 'a' || purpose === 'ptr')
      .map(({ problem }) => problem);
  expect(await problems({})).toEqual([null, null]);
  const v6 = { a: async () => none, aaaa: async () => found('2001:db8::7'), ptr: async () => found('mail.firma.test') };
  expect(await problems(v6)).toEqual([null, null]);
  expect(await problems({ a: async () => found('192.168.1.2') })).toEqual(['otherValue', 'addressUnknown']);
  expect(await problems({ a: async () => none })).toEqual(['notFound', 'addressUnknown']);
  const silent = async (): Promise<DnsAnswer<string>> => ({ kind: 'failed', reason: 'timeout' });
  expect(await problems({ a: silent })).toEqual(['noAnswer', 'addressUnknown']);
});
test('a domain below the registered one is named as its panel names it', () => {
  const below = expectedRecords({
    domain: 'ofis.firma.com.tr',
    hostname: 'mail.firma.com.tr',
    addresses: [],
    dkim: { selector: 's1', publicKey: key },
  });
  const name = (purpose: string) => below.find((record) => record.purpose === purpose)?.relativeName;
  expect([name('mx'), name('dkim'), name('dmarc')]).toEqual(['ofis', 's1._domainkey.ofis', '_dmarc.ofis']);
});
test('the zone file names the record that belongs elsewhere', () => {
  expect(zoneFile('firma.test', records)).toMatch(
    /^; At the provider of your internet line: 7\.113\.0\.203\.in-addr\.arpa\. PTR/m,
  );
});
test('every problem has a reason and a next step', async () => {
  const wrong = await checkRecords(records, {
    ...right,
    mx: async () => found({ preference: 5, exchange: 'mx.provider.test' }),
    txt: async (name) => (name === 'firma.test' ? found('v=spf1 a -all', 'v=spf1 -all') : none),
    ptr: async () => ({ kind: 'failed', reason: 'timeout' }),
  });
  const said = Object.fromEntries(wrong.map((record) => [record.purpose, explainRecord(record)]));
  expect(said).toMatchObject({
    a: 'Right.',
    mx: expect.stringContaining('leads to other servers (5 mx.provider.test)'),
    spf: expect.stringContaining('Keep one: publish instead: v=spf1 mx a -all.'),
    dkim: expect.stringContaining('Add it at your DNS provider'),
    ptr: expect.stringContaining('Check again later'),
  });
});
