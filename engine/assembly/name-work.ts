/** What a domain needs in the DNS: its signing key, the records that are wanted, and what is found there. */
import { networkInterfaces } from 'node:os';
import type { DnsRecord, DomainDns } from '../control/contract-types.ts';
import { checkRecords } from '../dns-records/check.ts';
import { expectedRecords } from '../dns-records/expected.ts';
import { zoneFile } from '../dns-records/zone-file.ts';
import type { Clock } from '../lib/clock.ts';
import { makeDkimKey, type DkimKeyPair } from '../mailauth/dkim-key.ts';
import { MailError } from '../model/errors.ts';
import { addressKind } from '../net/peer.ts';
import type { Resolver } from '../net/resolver.ts';
import type { DirectoryStore } from '../store/directory-store.ts';

export interface NameWorkDeps {
  readonly directory: Pick<DirectoryStore, 'domain' | 'dkimKey'>;
  readonly resolver: Resolver;
  readonly hostname: () => string;
  readonly clock: Pick<Clock, 'now'>;
}
export interface NameWork {
  makeDkimKey(): Promise<DkimKeyPair>;
  /** @throws MailError nonexistent: no domain of ours */
  expectedRecords(domain: string): Promise<readonly DnsRecord[]>;
  checkRecords(domain: string): Promise<DomainDns>;
  zoneFile(domain: string): Promise<string>;
}

export function createNameWork({ directory, resolver, hostname, clock }: NameWorkDeps): NameWork {
  async function expected(domain: string): Promise<readonly DnsRecord[]> {
    if ((await directory.domain(domain)) === null)
      throw new MailError('nonexistent', `there is no domain ${domain} here; add it first`);
    const dkim = await directory.dkimKey(domain);
    return expectedRecords({ domain, hostname: hostname(), addresses: publicAddresses(), dkim });
  }
  return {
    expectedRecords: expected,
    zoneFile: async (domain) => zoneFile(domain, await expected(domain)),
    async checkRecords(domain) {
      const records = await checkRecords(await expected(domain), resolver);
      return { domain, checkedAt: clock.now(), records };
    },
    makeDkimKey: () => makeDkimKey(clock.now()),
  };
}

/** Addresses of this computer that the internet can reach; behind a router there are none. */
function publicAddresses(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  return all.map(({ address }) => address).filter((address) => addressKind(address) === 'public');
}
