/**
 * Where a domain's mail goes: MX by preference, null MX, the domain's own address, or the smart host. "No answer" is
 * never "no such domain". RFC 5321 5.1, RFC 7505
 */
import { isIP } from 'node:net';
import type { Resolver } from '../net/resolver.ts';
import { addressKind } from '../net/peer.ts';
import type { DeliveryOutcome } from '../model/queue.ts';
import type { DeliverySettings } from './delivery-settings.ts';
import { deferred, failed } from './outcome.ts';

export interface NextHop {
  /** Name the certificate should carry. */
  readonly name: string;
  readonly ip: string;
  readonly port: number;
}
export type RemoteHosts =
  | { readonly kind: 'hosts'; readonly hosts: readonly NextHop[] }
  | { readonly kind: 'outcome'; readonly outcome: DeliveryOutcome };

const MAX_HOSTS = 10;

/**
 * @param domain A-label domain of the recipient, or an address literal in brackets
 * @param random 0 to 1, spreads load over hosts of equal preference
 */
export async function findRemoteHosts(
  domain: string,
  resolver: Resolver,
  settings: DeliverySettings,
  random: () => number,
): Promise<RemoteHosts> {
  if (settings.smartHost !== null)
    return hostsOf([settings.smartHost.host], settings.smartHost.port, resolver, settings, 'smartHost');
  const literal = /^\[(?:IPv6:)?([^\]]+)\]$/i.exec(domain)?.[1];
  if (literal !== undefined) {
    if (isIP(literal) === 0) return done(failed('noSuchDomain', `${domain} is no address`));
    return permitted([{ name: literal, ip: literal, port: settings.port }], settings, true);
  }
  const mx = await resolver.mx(domain);
  switch (mx.kind) {
    case 'failed':
      return done(deferred('dns', `no answer for the MX records of ${domain}: ${mx.reason}`));
    case 'nxdomain':
      return done(failed('noSuchDomain', `the domain ${domain} does not exist`));
    case 'none':
      return hostsOf([domain], settings.port, resolver, settings, 'domain');
    case 'found':
      break;
  }
  if (mx.records.some((record) => record.exchange === '' || record.exchange === '.')) {
    return done(failed('nullMx', `${domain} accepts no mail (null MX)`));
  }
  const sorted = [...mx.records]
    .map((record) => ({ ...record, tie: random() }))
    .sort((a, b) => a.preference - b.preference || a.tie - b.tie);
  return hostsOf(
    sorted.slice(0, MAX_HOSTS).map((record) => record.exchange),
    settings.port,
    resolver,
    settings,
    'mx',
  );
}

/** What the names are: the owner's smart host, hosts of MX records, or the domain itself for want of any. */
type NameSource = 'smartHost' | 'mx' | 'domain';

async function hostsOf(
  names: readonly string[],
  port: number,
  resolver: Resolver,
  settings: DeliverySettings,
  source: NameSource,
): Promise<RemoteHosts> {
  const hosts: NextHop[] = [];
  const troubles: string[] = [];
  let unanswered = false;
  for (const name of names) {
    if (isIP(name) !== 0) {
      hosts.push({ name, ip: name, port });
      continue;
    }
    for (const answer of [await resolver.a(name), await resolver.aaaa(name)]) {
      if (answer.kind === 'found') hosts.push(...answer.records.map((ip) => ({ name, ip, port })));
      else if (answer.kind === 'failed') {
        unanswered = true;
        troubles.push(`no answer for the address of ${name}: ${answer.reason}`);
      }
    }
  }
  if (hosts.length > 0) return permitted(hosts.slice(0, MAX_HOSTS), settings, source !== 'smartHost');
  if (unanswered) return done(deferred('dns', troubles[0]!));
  // RFC 5321 5.1: MX records that all lead nowhere are an error of their owner, which may be mended.
  return done(
    source === 'domain'
      ? failed('noSuchDomain', `${names[0]} has no mail server and no address`)
      : deferred('dns', `none of ${names.join(', ')} has an address`),
  );
}

/** Leaves out hosts that are ourselves or that the profile forbids. */
function permitted(hosts: readonly NextHop[], settings: DeliverySettings, fromPublicDns: boolean): RemoteHosts {
  const others = hosts.filter(
    (host) => !settings.ownEndpoints.some((own) => own.port === host.port && own.ip === host.ip),
  );
  if (others.length === 0)
    return done(failed('loop', `${hosts[0]!.name} is this server itself, but the domain is not set up here`));
  const allowed = others.filter((host) => {
    const kind = addressKind(host.ip);
    return settings.profile === 'trial' ? kind === 'loopback' : !fromPublicDns || kind === 'public';
  });
  if (allowed.length > 0) return { kind: 'hosts', hosts: allowed };
  const first = others[0]!;
  return done(
    settings.profile === 'trial'
      ? failed('forbiddenAddress', `in the trial only this computer is reached; ${first.name} is at ${first.ip}`)
      : failed('forbiddenAddress', `${first.name} leads to ${first.ip}, which is no address on the internet`),
  );
}

const done = (outcome: DeliveryOutcome): RemoteHosts => ({ kind: 'outcome', outcome });
