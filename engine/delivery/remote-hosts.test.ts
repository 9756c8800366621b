import { expect, test } from 'vitest';
import type { DnsAnswer, MxRecord, Resolver } from '../net/resolver.ts';
import type { DeliverySettings } from './delivery-settings.ts';
import { findRemoteHosts } from './remote-hosts.ts';

const found = <T>(...records: T[]): DnsAnswer<T> => ({ kind: 'found', records, ttl: 60 });
const MX: Record<string, DnsAnswer<MxRecord>> = {
  'two.test': found({ preference: 20, exchange: 'b.two.test' }, { preference: 10, exchange: 'a.two.test' }),
  'null.test': found({ preference: 0, exchange: '' }),
  'plain.test': { kind: 'none' },
  'bare.test': { kind: 'none' },
  'silent.test': { kind: 'failed', reason: 'timeout' },
  'dead.test': found({ preference: 10, exchange: 'nowhere.test' }),
  'half.test': found({ preference: 10, exchange: 'mute.test' }),
  'inside.test': found({ preference: 10, exchange: 'inside.test' }),
  'self.test': found({ preference: 10, exchange: 'self.test' }),
};
const A: Record<string, DnsAnswer<string>> = {
  'a.two.test': found('198.51.101.1'),
  'b.two.test': found('198.51.101.2'),
  'plain.test': found('198.51.101.3'),
  'bare.test': { kind: 'none' },
  'mute.test': { kind: 'failed', reason: 'serverFailed' },
  'inside.test': found('192.168.1.9'),
  'self.test': found('198.51.101.9'),
  'relay.test': found('192.168.1.2'),
  'local.test': found('127.0.0.1'),
};
const never = async (): Promise<DnsAnswer<never>> => ({ kind: 'nxdomain' });
const resolver: Resolver = {
  mx: async (name) => MX[name] ?? { kind: 'nxdomain' },
  a: async (name) => A[name] ?? { kind: 'nxdomain' },
  aaaa: async (name) => (A[name] === undefined ? { kind: 'nxdomain' } : { kind: 'none' }),
  txt: never,
  cname: never,
  ptr: never,
};
const settings: DeliverySettings = {
  hostname: 'mail.firma.test',
  port: 25,
  smartHost: null,
  retrySchedule: [1],
  delayNoticeAfterMs: 0,
  profile: 'normal',
  concurrency: 1,
  concurrencyPerDestination: 1,
  ownEndpoints: [{ ip: '198.51.101.9', port: 25 }],
};
const ask = (domain: string, more: Partial<DeliverySettings> = {}) =>
  findRemoteHosts(domain, resolver, { ...settings, ...more }, () => 0.5);
const hostsOf = async (domain: string, more: Partial<DeliverySettings> = {}) => {
  const result = await ask(domain, more);
  return result.kind === 'hosts' ? result.hosts.map((host) => `${host.name} ${host.ip} ${host.port}`) : result.outcome;
};

test('MX by preference', async () =>
  expect(await hostsOf('two.test')).toEqual(['a.two.test 198.51.101.1 25', 'b.two.test 198.51.101.2 25']));
test('without MX the domain itself', async () =>
  expect(await hostsOf('plain.test')).toEqual(['plain.test 198.51.101.3 25']));

const ends: readonly [string, string, string][] = [
  ['null.test', 'failed', 'nullMx'],
  ['gone.test', 'failed', 'noSuchDomain'],
  ['bare.test', 'failed', 'noSuchDomain'],
  ['silent.test', 'deferred', 'dns'],
  ['half.test', 'deferred', 'dns'],
  ['dead.test', 'deferred', 'dns'],
  ['inside.test', 'failed', 'forbiddenAddress'],
  ['self.test', 'failed', 'loop'],
  ['[10.0.0.1]', 'failed', 'forbiddenAddress'],
  ['[rubbish]', 'failed', 'noSuchDomain'],
];
for (const [domain, kind, reason] of ends)
  test(`${domain}: ${kind}, ${reason}`, async () => expect(await hostsOf(domain)).toMatchObject({ kind, reason }));

test('the smart host may stand in the office', async () => {
  const smartHost = { host: 'relay.test', port: 587, user: null, password: null };
  expect(await hostsOf('two.test', { smartHost })).toEqual(['relay.test 192.168.1.2 587']);
});
test('the trial reaches this computer only', async () => {
  expect(await hostsOf('two.test', { profile: 'trial' })).toMatchObject({ kind: 'failed', reason: 'forbiddenAddress' });
  expect(await hostsOf('local.test', { profile: 'trial' })).toMatchObject({ kind: 'failed', reason: 'noSuchDomain' });
  MX['local.test'] = { kind: 'none' };
  expect(await hostsOf('local.test', { profile: 'trial', port: 2600 })).toEqual(['local.test 127.0.0.1 2600']);
});
