import { describe, expect, test } from 'vitest';
import {
  closestWord,
  flattenSettings,
  knownSetting,
  parseAssignment,
  readSetting,
  resolveSettings,
} from './options.ts';
import { parseSize } from './setting-values.ts';

const start = { profile: 'normal' as const, file: {}, commandLine: {} };

describe('sources', () => {
  test('each source beats the weaker ones', () => {
    const resolved = resolveSettings(
      { profile: 'trial', file: { 'imap.port': 1, 'pop3.port': 1, 'smtp.port': 1 }, commandLine: { 'smtp.port': '3' } },
      { 'smtp.port': 2, 'pop3.port': 2 },
    );
    expect([
      resolved.values['https.port'],
      resolved.values['imap.port'],
      resolved.values['pop3.port'],
      resolved.values['smtp.port'],
    ]).toEqual([2443, 1, 2, 3]);
    expect([
      resolved.sources.hostname,
      resolved.sources['https.port'],
      resolved.sources['imap.port'],
      resolved.sources['pop3.port'],
      resolved.sources['smtp.port'],
    ]).toEqual(['default', 'profile', 'file', 'owner', 'commandLine']);
  });
  test('normal defaults are the registered ports', () => {
    const { values } = resolveSettings(start, {});
    expect(
      ['smtp', 'submission', 'submissions', 'imap', 'imaps', 'pop3', 'pop3s', 'http', 'https'].map(
        (name) => values[`${name}.port` as 'smtp.port'],
      ),
    ).toEqual([25, 587, 465, 143, 993, 110, 995, 80, 443]);
  });
  test('a stale value of the store is left out and named', () => {
    const resolved = resolveSettings(start, { 'smtp.prot': 1, 'smtp.port': 'many' });
    expect(resolved.ignored).toEqual(['smtp.prot', 'smtp.port']);
    expect(resolved.values['smtp.port']).toBe(25);
  });
  test('the trial stays on this computer', () => {
    expect(() => resolveSettings({ ...start, profile: 'trial', commandLine: { bind: '0.0.0.0' } }, {})).toThrow(
      /stays on this computer/,
    );
    expect(
      resolveSettings({ ...start, profile: 'trial', commandLine: { bind: '127.0.0.5,::1' } }, {}).values.bind,
    ).toEqual(['127.0.0.5', '::1']);
  });
});

test.each([
  ['smtp.port', '0', 0],
  ['smtp.port', 'off', 'off'],
  ['smtp.port', 2525, 2525],
  ['dns.servers', '127.0.0.1:5300', [{ host: '127.0.0.1', port: 5300 }]],
  ['dns.servers', '::1', [{ host: '::1', port: 53 }]],
  ['dns.servers', '', []],
  ['delivery.smarthost', 'Relay.Example:2525', { host: 'relay.example', port: 2525 }],
  ['delivery.smarthost', null, null],
  ['delivery.retrySchedule', '1,2,60', [1, 2, 60]],
  ['message.maxBytes', '10MB', 10 * 1024 * 1024],
  ['smtp.trustedProxies', '10.0.0.5,2001:db8::/32', ['10.0.0.5', '2001:db8::/32']],
  ['hostname', 'posta.örnek.com.tr', 'posta.xn--rnek-4qa.com.tr'],
] as const)('%s takes %j', (name, given, wanted) => {
  expect(readSetting(name, given)).toEqual(wanted);
});

test.each([
  ['smtp.port', '65536'],
  ['smtp.port', '-1'],
  ['smtp.port', '25x'],
  ['dns.servers', 'dns.example'],
  ['delivery.smarthost', 'relay.example:0'],
  ['delivery.retrySchedule', '1,,2'],
  ['delivery.retrySchedule', ''],
  ['message.maxBytes', '1'],
  ['smtp.trustedProxies', 'proxy.example'],
  ['smtp.trustedProxies', '10.0.0.0/33'],
  ['smtp.trustedProxies', '*'],
  ['hostname', '-x'],
  ['tls.mode', 'acme'],
] as const)('%s refuses %j and says what would be right', (name, given) => {
  expect(() => readSetting(name, given)).toThrow(/wanted: /);
});

test('a mistyped name is answered with the closest one', () => {
  expect(() => knownSetting('smtp.prot')).toThrow(/did you mean smtp.port/);
  expect(() => knownSetting('__proto__')).toThrow(/no such setting/);
  expect(() => parseAssignment('smtp.port')).toThrow(/NAME=VALUE/);
  expect(() => parseAssignment('delivery.retryschedule=1')).toThrow(/did you mean delivery.retrySchedule/);
  expect(parseAssignment('hostname=a.b=c'.replace('=c', ''))).toEqual(['hostname', 'a.b']);
  expect(closestWord('xyzzyplugh', ['smtp.port'])).toBeNull();
});
test('a settings file may be flat or nested', () => {
  expect(flattenSettings({ smtp: { port: 1 }, 'imap.port': 2, delivery: { smarthost: null } })).toEqual({
    'smtp.port': 1,
    'imap.port': 2,
    'delivery.smarthost': null,
  });
  expect(() => flattenSettings([])).toThrow(/JSON object/);
});
test.each([
  ['1GB', 1024 ** 3],
  ['1.5 MB', 1.5 * 1024 ** 2],
  ['10k', 10_240],
  ['12', 12],
  ['GB', null],
  ['-1', null],
])('size %s', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});
