import { expect, test } from 'vitest';
import { alignmentModes, isSameDomain, passStands } from './alignment.ts';
import { authenticationResults } from './authentication-results.ts';
import { dkimRecordName, dkimRecordValue, makeDkimKey } from './dkim-key.ts';

test.each<[string, string, string]>([
  ['plain', 'firma.test', ' smtp.mailfrom=firma.test'],
  ['a line end', 'firma.test\r\nBcc: evil', ''],
  ['a semicolon', 'x; dkim=pass', ' smtp.mailfrom="x; dkim=pass"'],
  ['a quote', 'x"\\y', ' smtp.mailfrom="x\\"\\\\y"'],
  ['another script', 'örnek.test', ' smtp.mailfrom=xn--rnek-4qa.test'],
  ['nothing', '', ''],
  ['endless', 'x'.repeat(300), ''],
])('a value with %s', (_what, domain, written) => {
  const field = authenticationResults(
    { spf: { result: 'fail', domain }, dkim: [], dmarc: { result: 'none', domain: '', policy: null } },
    'mx.here.test',
    'mailfrom',
  );
  expect(field).toBe(
    `Authentication-Results: mx.here.test;\r\n\tspf=fail${written};\r\n\tdkim=none;\r\n\tdmarc=none\r\n`,
  );
});

test('strict modes are read and held', () => {
  expect(alignmentModes('v=DMARC1; p=none; aspf = S ;adkim=r')).toEqual({ spf: 'strict', dkim: 'relaxed' });
  expect(alignmentModes('')).toEqual({ spf: 'relaxed', dkim: 'relaxed' });
  expect(isSameDomain('A.test.', 'a.TEST')).toBe(true);
  expect(isSameDomain('', '')).toBe(false);
  const base = { authorDomain: 'a.test', spfAligned: null, dkimAligned: null, signedBy: [] };
  const strict = { spf: 'strict', dkim: 'strict' } as const;
  const relaxed = { spf: 'relaxed', dkim: 'relaxed' } as const;
  expect(passStands({ ...base, modes: strict, spfAligned: 'x.a.test' })).toBe(false);
  expect(passStands({ ...base, modes: relaxed, spfAligned: 'x.a.test' })).toBe(true);
  expect(passStands({ ...base, modes: strict, dkimAligned: 'x.a.test', signedBy: ['x.a.test'] })).toBe(false);
  expect(passStands({ ...base, modes: strict, dkimAligned: 'x.a.test', signedBy: ['x.a.test', 'a.test'] })).toBe(true);
  expect(passStands({ ...base, modes: relaxed })).toBe(false);
});

test('a key pair and its record', async () => {
  const key = await makeDkimKey(Date.UTC(2026, 10, 24, 23));
  expect(key.selector).toBe('p20261124');
  expect(Buffer.from(key.publicKey, 'base64')).toHaveLength(294);
  expect(key.privateKeyPem).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  expect(dkimRecordName('s', 'a.test')).toBe('s._domainkey.a.test');
  expect(dkimRecordValue('AAAA')).toBe('v=DKIM1; k=rsa; p=AAAA');
});
