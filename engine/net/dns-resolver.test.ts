import { afterEach, describe, expect, test } from 'vitest';
import { createDnsResolver } from './dns-resolver.ts';
import { addressOfReverseName, isPossibleName, reverseName } from './resolver.ts';
import { startFakeDns, type FakeDns } from '../../tests/helpers/fake-dns.ts';

const LONG = `v=DKIM1; k=rsa; p=${'A'.repeat(900)}`;
const ZONES = {
  'example.test': { MX: ['20 b.example.test', '10 a.example.test'], TXT: ['v=spf1 mx -all', LONG] },
  'a.example.test': { A: ['192.0.2.1', '192.0.2.2'], AAAA: ['2001:db8::1'] },
  'www.example.test': { CNAME: ['a.example.test'] },
  'null.test': { MX: ['0 .'] },
  'deep.below.test': { A: ['192.0.2.9'] },
  '1.2.0.192.in-addr.arpa': { PTR: ['a.example.test'] },
  [reverseName('2001:db8::1')]: { PTR: ['a.example.test'] },
  'dangling.test': { CNAME: ['gone.test'] },
};
let dns: FakeDns;
afterEach(() => dns.close());

async function setUp(options: { timeoutMs?: number; cacheSeconds?: number; concurrency?: number } = {}) {
  dns = await startFakeDns(ZONES);
  return createDnsResolver({ servers: [dns.server], tries: 1, timeoutMs: 2_000, ...options });
}

describe('answers', () => {
  test('records, joined texts, null MX, reverse names', async () => {
    const resolver = await setUp();
    expect(await resolver.mx('example.test')).toMatchObject({
      kind: 'found',
      records: expect.arrayContaining([
        { preference: 10, exchange: 'a.example.test' },
        { preference: 20, exchange: 'b.example.test' },
      ]),
    });
    expect(await resolver.mx('null.test')).toMatchObject({ records: [{ preference: 0, exchange: '' }] });
    expect(await resolver.a('www.example.test')).toMatchObject({ records: ['192.0.2.1', '192.0.2.2'], ttl: 60 });
    expect(await resolver.aaaa('a.example.test')).toMatchObject({ records: ['2001:db8::1'] });
    // Longer than a UDP answer: comes over TCP.
    expect(await resolver.txt('example.test')).toMatchObject({ records: ['v=spf1 mx -all', LONG] });
    expect(await resolver.cname('www.example.test')).toMatchObject({ records: ['a.example.test'] });
    expect(await resolver.ptr('192.0.2.1')).toMatchObject({ records: ['a.example.test'] });
    expect(await resolver.ptr('2001:db8::1')).toMatchObject({ records: ['a.example.test'] });
  });

  test('nothing of the type, no such name, impossible name', async () => {
    const resolver = await setUp();
    expect(await resolver.aaaa('deep.below.test')).toMatchObject({ kind: 'none' });
    expect(await resolver.mx('below.test')).toMatchObject({ kind: 'none' });
    expect(await resolver.a('nowhere.test')).toMatchObject({ kind: 'nxdomain' });
    expect(await resolver.a('dangling.test')).toMatchObject({ kind: 'nxdomain' });
    expect(await resolver.a(`${'x'.repeat(64)}.test`)).toMatchObject({ kind: 'nxdomain' });
    expect(await resolver.a('a..test')).toMatchObject({ kind: 'nxdomain' });
    expect(await resolver.ptr('no address')).toMatchObject({ kind: 'nxdomain' });
  });

  test.each([
    ['servfail', 'serverFailed'],
    ['refused', 'refused'],
    ['silent', 'timeout'],
  ] as const)('%s is no answer, and the next one counts again', async (fault, reason) => {
    const resolver = await setUp();
    dns.fail('example.test', fault);
    expect(await resolver.mx('example.test')).toEqual({ kind: 'failed', reason });
    dns.fail('example.test', null);
    expect(await resolver.mx('example.test')).toMatchObject({ kind: 'found' });
  });

  test('nobody listens', async () => {
    await setUp();
    const resolver = createDnsResolver({ servers: ['127.0.0.1:1'], tries: 1, timeoutMs: 400 });
    expect(await resolver.a('example.test')).toMatchObject({ kind: 'failed' });
  });
});

test('an answer is kept for a while, and only when asked for', async () => {
  const keeping = await setUp();
  await keeping.a('a.example.test');
  dns.set('a.example.test', { A: ['192.0.2.77'] });
  expect(await keeping.a('A.example.test')).toMatchObject({ records: ['192.0.2.1', '192.0.2.2'] });
  const fresh = createDnsResolver({ servers: [dns.server], cacheSeconds: 0 });
  expect(await fresh.a('a.example.test')).toMatchObject({ records: ['192.0.2.77'] });
  dns.set('a.example.test', { A: ['192.0.2.78'] });
  expect(await fresh.a('a.example.test')).toMatchObject({ records: ['192.0.2.78'] });
});

test('two thousand questions at once are all answered', async () => {
  const resolver = await setUp({ timeoutMs: 3000 });
  const answers = await Promise.all(Array.from({ length: 2000 }, (_, n) => resolver.a(`n${n}.test`)));
  expect(answers.filter((answer) => answer.kind === 'nxdomain')).toHaveLength(2000);
});

test('a wrong server address is named', async () => {
  await setUp();
  expect(() => createDnsResolver({ servers: ['127.0.0.1', 'ns.example'] })).toThrow(/"ns\.example" is no DNS server/);
});

test('names', () => {
  expect(isPossibleName('a.b.')).toBe(true);
  expect(isPossibleName('ü.test')).toBe(false);
  expect(reverseName('192.0.2.1')).toBe('1.2.0.192.in-addr.arpa');
  expect(reverseName('2001:db8::1')).toBe(`1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.ip6.arpa`);
  expect(reverseName('::')).toBe(`${'0.'.repeat(32)}ip6.arpa`);
  expect(addressOfReverseName(reverseName('192.0.2.1'))).toBe('192.0.2.1');
  expect(addressOfReverseName(reverseName('2001:db8::1'))).toBe('2001:0db8:0000:0000:0000:0000:0000:0001');
  expect(addressOfReverseName('example.test')).toBe('');
});
