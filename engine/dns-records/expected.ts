/**
 * The DNS records a domain should have so that its mail arrives and is believed. RFC 5321 5.1 (MX), RFC 7208 (SPF),
 * RFC 6376 3.6.1 (DKIM), RFC 7489 6.3 (DMARC), RFC 1035 3.3.14 (TXT in strings of 255 octets)
 */
import { getDomain } from 'tldts';
import type { DnsRecord } from '../model/dns-record.ts';
import { reverseName } from '../net/resolver.ts';

export interface DomainFacts {
  /** A-label form. */
  readonly domain: string;
  /** Name of this server, A-label form. */
  readonly hostname: string;
  /** Public addresses of this server, as far as they are known. */
  readonly addresses: readonly string[];
  /** Null when the domain has no key yet. */
  readonly dkim: { readonly selector: string; readonly publicKey: string } | null;
}
const CHUNK_OCTETS = 255;

export function expectedRecords({ domain, hostname, addresses, dkim }: DomainFacts): readonly DnsRecord[] {
  const record = (
    purpose: DnsRecord['purpose'],
    type: DnsRecord['type'],
    name: string,
    value: string,
    more: Partial<DnsRecord> = {},
  ): DnsRecord => ({
    purpose,
    type,
    name,
    relativeName: relativeTo(zoneOf(domain), name),
    value,
    chunks: chunksOf(value),
    priority: null,
    optional: false,
    ...more,
  });
  return [
    ...hostRecords(domain, hostname, addresses).map(([type, value]) => record('a', type, hostname, value)),
    record('mx', 'MX', domain, hostname, { priority: 10 }),
    record('spf', 'TXT', domain, 'v=spf1 mx -all'),
    ...(dkim === null
      ? []
      : [record('dkim', 'TXT', `${dkim.selector}._domainkey.${domain}`, `v=DKIM1; k=rsa; p=${dkim.publicKey}`)]),
    record('dmarc', 'TXT', `_dmarc.${domain}`, `v=DMARC1; p=none; rua=mailto:postmaster@${domain}`),
    ...(addresses.length === 0
      ? [record('ptr', 'PTR', '', hostname, { relativeName: '' })]
      : addresses.map((address) =>
          record('ptr', 'PTR', reverseName(address), hostname, { relativeName: reverseName(address) }),
        )),
  ];
}

/** The server's own address is the domain's business only when its name lies in the domain. */
function hostRecords(
  domain: string,
  hostname: string,
  addresses: readonly string[],
): readonly (readonly ['A' | 'AAAA', string])[] {
  if (hostname !== domain && !hostname.endsWith(`.${domain}`)) return [];
  if (addresses.length === 0) return [['A', '']];
  return addresses.map((address) => [address.includes(':') ? 'AAAA' : 'A', address] as const);
}
/** The zone in which a panel shows the domain's records: what was registered. */
export function zoneOf(domain: string): string {
  return getDomain(domain, { allowPrivateDomains: false }) ?? domain;
}
/** A name of another zone stays as it is. */
function relativeTo(zone: string, name: string): string {
  if (name === zone) return '@';
  return name.endsWith(`.${zone}`) ? name.slice(0, -zone.length - 1) : name;
}
function chunksOf(value: string): readonly string[] {
  const chunks: string[] = [];
  for (let at = 0; at < value.length; at += CHUNK_OCTETS) chunks.push(value.slice(at, at + CHUNK_OCTETS));
  return chunks;
}
