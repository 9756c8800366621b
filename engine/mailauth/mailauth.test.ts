/** Through the real thread, with letters signed here and a DNS on loopback. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startFakeDns, type FakeDns, type FakeFault, type FakeZones } from '../../tests/helpers/fake-dns.ts';
import { systemClock } from '../lib/clock.ts';
import { createDnsResolver } from '../net/dns-resolver.ts';
import { dkimRecordName, dkimRecordValue, makeDkimKey, type DkimKeyPair } from './dkim-key.ts';
import { createMailauth, type Mailauth, type SenderToCheck } from './mailauth.ts';

let dns: FakeDns;
let mailauth: Mailauth;
let key: DkimKeyPair;
const troubles: string[] = [];
beforeAll(async () => {
  key = await makeDkimKey(Date.UTC(2026, 10, 24));
  dns = await startFakeDns();
  setUp();
});
afterAll(async () => {
  await mailauth.close();
  await dns.close();
});
const zones = (dmarc = 'v=DMARC1; p=reject'): FakeZones => ({
  'firma.test': { TXT: ['v=spf1 ip4:192.0.2.1 ip6:2001:db8::1 ptr:firma.test -all'] },
  'news.firma.test': { TXT: ['v=spf1 ip4:192.0.2.1 -all'] },
  '_dmarc.firma.test': { TXT: [dmarc] },
  [dkimRecordName(key.selector, 'firma.test')]: { TXT: [dkimRecordValue(key.publicKey)] },
  [dkimRecordName(key.selector, 'news.firma.test')]: { TXT: [dkimRecordValue(key.publicKey)] },
  [dkimRecordName(key.selector, 'other.test')]: { TXT: [dkimRecordValue(key.publicKey)] },
  '7.2.0.192.in-addr.arpa': { PTR: ['host.firma.test'] },
  'host.firma.test': { A: ['192.0.2.7'] },
});
function setUp(deadlineMs = 15_000): void {
  const resolver = createDnsResolver({ servers: [dns.server], timeoutMs: 5_000, tries: 1, cacheSeconds: 0 });
  const options = { resolver, hostname: () => 'mx.here.test', clock: systemClock(), deadlineMs };
  mailauth = createMailauth({ ...options, onTrouble: (reason) => troubles.push(reason) });
}
const faulty: string[] = [];
function failing(name: string, fault: FakeFault): void {
  faulty.push(name);
  dns.fail(name, fault);
}
beforeEach(() => {
  dns.setZones(zones());
  for (const name of faulty.splice(0)) dns.fail(name, null);
  troubles.length = 0;
});

const LETTER = [
  'From: Ayşe <ayse@firma.test>',
  'To: bob@here.test',
  'Subject: =?utf-8?Q?G=C3=BCnayd=C4=B1n?=',
  'Date: Tue, 24 Nov 2026 09:00:00 +0300',
  'Message-ID: <1@firma.test>',
  '',
  'Merhaba.',
  '',
].join('\r\n');
const pieces = (text: string | Buffer, size = 100) =>
  async function* () {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
const signed = async (domain = 'firma.test', letter = LETTER): Promise<string> => {
  const field = await mailauth.sign(
    { domain, selector: key.selector, privateKeyPem: key.privateKeyPem },
    pieces(letter, 65_536),
  );
  return field + letter;
};
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const check = async (letter: string | Buffer, more: Partial<SenderToCheck> = {}) =>
  mailauth.checkSender({
    peer: '203.0.113.5',
    helo: 'mail.firma.test',
    sender: { localpart: 'ayse', domain: 'firma.test' },
    letter: pieces(letter, 65_536),
    ...more,
  });

describe('signing', () => {
  test('says relaxed/relaxed and rsa-sha256, and passes', async () => {
    const letter = await signed();
    expect(letter).toMatch(/^DKIM-Signature: [^]*?a=rsa-sha256;[^]*?\r\nFrom: /);
    expect(letter).toMatch(/c=relaxed\/relaxed/);
    expect(letter).toMatch(/d=firma\.test/);
    const { result, field } = await check(letter);
    expect(result).toEqual({
      spf: { result: 'fail', domain: 'firma.test' },
      dkim: [{ result: 'pass', domain: 'firma.test', selector: 'p20261124' }],
      dmarc: { result: 'pass', domain: 'firma.test', policy: 'reject' },
    });
    expect(field).toBe(
      'Authentication-Results: mx.here.test;\r\n\tspf=fail smtp.mailfrom=firma.test;\r\n' +
        '\tdkim=pass header.d=firma.test header.s=p20261124;\r\n\tdmarc=pass (p=reject) header.from=firma.test\r\n',
    );
    expect(troubles).toEqual([]);
  });
  test('a letter without From or with a broken key is not signed, and says why', async () => {
    await expect(signed('firma.test', 'Subject: x\r\n\r\ny\r\n')).rejects.toThrow(/no From header/);
    const broken = { domain: 'firma.test', selector: 's', privateKeyPem: 'no key' };
    await expect(mailauth.sign(broken, pieces(LETTER))).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('what was changed does not pass', () => {
  test.each([
    ['body', (letter: string) => letter.replace('Merhaba.', 'Merhaba!')],
    ['subject', (letter: string) => letter.replace('Subject: =?utf-8?Q?G', 'Subject: =?utf-8?Q?H')],
    ['a second From', (letter: string) => letter.replace('From: ', 'From: <evil@firma.test>\r\nFrom: ')],
  ])('%s', async (_what, change) => {
    const { result } = await check(change(await signed()));
    expect(result.dkim[0]?.result === 'pass' && result.dmarc.result === 'pass').toBe(false);
    expect(['fail', 'permerror']).toContain(result.dmarc.result);
  });
  test('a signature over only a part of the body vouches for nothing', async () => {
    const { dkimSign } = await import('mailauth/lib/dkim/sign.js');
    const { signatures } = await dkimSign(LETTER, {
      signatureData: [
        { signingDomain: 'firma.test', selector: key.selector, privateKey: key.privateKeyPem, maxBodyLength: 5 },
      ],
      signingDomain: 'firma.test',
      selector: key.selector,
      privateKey: key.privateKeyPem,
    });
    const { result } = await check(`${signatures}${LETTER}Something added\r\n`);
    expect(result.dkim[0]?.result).not.toBe('pass');
    expect(result.dmarc.result).toBe('fail');
  });
});

describe('SPF', () => {
  test.each([
    ['192.0.2.1', 'pass'],
    ['2001:db8::1', 'pass'],
    ['192.0.2.7', 'pass'], // by its PTR record
    ['203.0.113.5', 'fail'],
  ])('%s: %s', async (peer, wanted) => {
    expect((await check(LETTER, { peer })).result.spf).toEqual({ result: wanted, domain: 'firma.test' });
  });
  test('without a reverse-path the name of HELO counts', async () => {
    dns.set('mail.firma.test', { TXT: ['v=spf1 ip4:192.0.2.1 -all'] });
    const { result, field } = await check(LETTER, { peer: '192.0.2.1', sender: null });
    expect(result.spf).toEqual({ result: 'pass', domain: 'mail.firma.test' });
    expect(result.dmarc.result).toBe('pass');
    expect(field).toMatch(/spf=pass smtp\.helo=mail\.firma\.test/);
  });
  test('a HELO that is no name, and no record', async () => {
    expect((await check(LETTER, { sender: null, helo: '[192.0.2.1]' })).result.spf.result).toBe('none');
    expect((await check(LETTER, { sender: null, helo: '' })).result.spf.result).toBe('none');
    expect((await check(LETTER, { sender: { localpart: 'x', domain: 'nowhere.test' } })).result.spf.result).toBe(
      'none',
    );
  });
});

describe('DMARC alignment', () => {
  const RELAXED = 'v=DMARC1; p=reject';
  const STRICT = 'v=DMARC1; p=quarantine; aspf=s; adkim=s';
  test.each([
    [RELAXED, 'news.firma.test', 'pass', 'reject'],
    [STRICT, 'news.firma.test', 'fail', 'quarantine'],
    [STRICT, 'firma.test', 'pass', 'quarantine'],
    [RELAXED, 'other.test', 'fail', 'reject'],
  ] as const)('%s signed by %s: %s', async (record, domain, wanted, policy) => {
    dns.setZones(zones(record));
    const { result } = await check(await signed(domain));
    expect(result.dkim[0]?.result).toBe('pass');
    expect(result.dmarc).toEqual({ result: wanted, domain: 'firma.test', policy });
  });
  test.each([
    [RELAXED, 'pass'],
    [STRICT, 'fail'],
  ])('%s with SPF of a subdomain: %s', async (record, wanted) => {
    dns.setZones(zones(record));
    const sender = { localpart: 'x', domain: 'news.firma.test' };
    const { result } = await check(LETTER, { peer: '192.0.2.1', sender });
    expect(result.spf.result).toBe('pass');
    expect(result.dmarc.result).toBe(wanted);
  });
  test('no record, no author, several authors', async () => {
    expect((await check(LETTER.replace('ayse@firma.test', 'a@other.test'))).result.dmarc.result).toBe('none');
    expect((await check('Subject: x\r\n\r\ny\r\n')).result.dmarc.result).toBe('permerror');
    expect((await check(LETTER.replace('<ayse@firma.test>', '<a@firma.test>, b@other.test'))).result.dmarc.result).toBe(
      'permerror',
    );
  });
});

describe('no answer is never "no"', () => {
  test('SPF', async () => {
    failing('firma.test', 'servfail');
    const { result } = await check(LETTER);
    expect(result.spf.result).toBe('temperror');
    expect(result.dmarc.result).toBe('temperror');
  });
  test('the key of a signature: DMARC stays open, not failed', async () => {
    const letter = await signed();
    failing(dkimRecordName(key.selector, 'firma.test'), 'servfail');
    const { result } = await check(letter);
    expect(result.dkim[0]?.result).toBe('temperror');
    expect(result.dmarc.result).toBe('temperror');
  });
  test('the key of a stranger changes nothing', async () => {
    const letter = await signed('other.test');
    failing(dkimRecordName(key.selector, 'other.test'), 'servfail');
    const { result } = await check(letter);
    expect(result.dkim[0]?.result).toBe('temperror');
    expect(result.dmarc.result).toBe('fail');
  });
  test('the DMARC record', async () => {
    failing('_dmarc.firma.test', 'refused');
    expect((await check(await signed())).result.dmarc.result).toBe('temperror');
  });
  test('a key that is not there is no pass', async () => {
    const letter = await signed();
    dns.set(dkimRecordName(key.selector, 'firma.test'), null);
    const { result } = await check(letter);
    expect(result.dkim[0]?.result).not.toBe('pass');
    expect(result.dmarc.result).toBe('fail');
  });
});

describe('trouble', () => {
  test('ended early, it keeps what is known and leaves the rest open', async () => {
    const abort = new AbortController();
    const endless = async function* () {
      yield Buffer.from(LETTER);
      await new Promise((resolve) => abort.signal.addEventListener('abort', resolve));
    };
    const asked = dns.questions.length;
    const checking = check('', { letter: endless, peer: '192.0.2.1', signal: abort.signal });
    while (!dns.questions.slice(asked).includes('TXT firma.test')) await pause(20);
    await pause(1_000);
    abort.abort();
    const { result, field } = await checking;
    expect(result.spf.result).toBe('pass');
    expect(result.dkim).toEqual([{ result: 'temperror', domain: '', selector: '' }]);
    expect(result.dmarc.result).toBe('temperror');
    expect(field).toMatch(/dkim=temperror;/);
    expect(troubles).toEqual(['the check took too long']);
    // The thread is free again.
    expect((await check(await signed())).result.dmarc.result).toBe('pass');
  });
  test('the deadline ends it', async () => {
    await mailauth.close();
    setUp(500);
    failing('*', 'silent');
    const start = performance.now();
    expect((await check(LETTER)).result).toMatchObject({
      spf: { result: 'temperror' },
      dmarc: { result: 'temperror' },
    });
    expect(performance.now() - start).toBeGreaterThan(450);
    expect(troubles).toEqual(['the check took too long']);
    await mailauth.close();
    setUp();
  });
  test('the caller may end it', async () => {
    failing('*', 'silent');
    const abort = new AbortController();
    const checking = check(LETTER, { signal: abort.signal });
    abort.abort();
    expect((await checking).result.spf.result).toBe('temperror');
    expect((await check(LETTER, { signal: abort.signal })).result.spf.result).toBe('temperror');
  });
  test('a letter that cannot be read', async () => {
    const torn = async function* () {
      yield Buffer.from('From: a@firma.test\r\n');
      throw new Error('disk gone');
    };
    const { result } = await check('', { letter: torn });
    expect(result.dkim[0]?.result).toBe('temperror');
    expect(result.dmarc.result).toBe('temperror');
    expect(troubles.join()).toMatch(/disk gone/);
  });
  test('a thread that ends under its work', async () => {
    failing('*', 'silent');
    const checking = check(LETTER);
    await pause(100);
    await mailauth.close();
    expect((await checking).result).toMatchObject({ spf: { result: 'temperror' }, dmarc: { result: 'temperror' } });
    for (const name of faulty.splice(0)) dns.fail(name, null);
    expect((await check(LETTER, { peer: '192.0.2.1' })).result.spf.result).toBe('pass');
  });
});

test('a large letter leaves the event loop alone', async () => {
  const letter = await signed('firma.test', `${LETTER}${'Uzun bir satır, defalarca yazılmış.\r\n'.repeat(250_000)}`);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const { result } = await check('', { letter: pieces(Buffer.from(letter), 65_536) });
  delay.disable();
  expect(result.dkim[0]?.result).toBe('pass');
  expect(delay.percentile(90) / 1e6).toBeLessThan(100);
});

test('twenty letters at once', async () => {
  const letter = await signed();
  const results = await Promise.all(Array.from({ length: 20 }, () => check(letter)));
  expect(results.filter(({ result }) => result.dmarc.result === 'pass')).toHaveLength(20);
});
