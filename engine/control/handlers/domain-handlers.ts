/** Domains and their DNS records: wanted, found, what to do. */
import type { Emit } from '../../events/bus.ts';
import type { AccountId, DomainId } from '../../model/ids.ts';
import type { DirectoryStore } from '../../store/directory-store.ts';
import type { DnsRecord, DomainDns } from '../contract.ts';
import type { Handlers } from '../dispatcher.ts';
import { domainNameOf } from '../parse-address.ts';

export interface DomainHandlerDeps {
  readonly directory: DirectoryStore;
  readonly emit: Emit;
  readonly makeDkimKey: () => Promise<{
    readonly selector: string;
    readonly privateKeyPem: string;
    readonly publicKey: string;
  }>;
  readonly expectedRecords: (domain: string) => Promise<readonly DnsRecord[]>;
  readonly checkRecords: (domain: string) => Promise<DomainDns>;
  readonly zoneFile: (domain: string) => Promise<string>;
}
type Names = Extract<keyof Handlers, `domains.${string}` | `dns.${string}`>;

export function domainHandlers({
  directory,
  emit,
  makeDkimKey,
  expectedRecords,
  checkRecords,
  zoneFile,
}: DomainHandlerDeps): Pick<Handlers, Names> {
  return {
    'domains.list': (query) => directory.domains(query),
    async 'domains.create'({ name }, caller) {
      const domain = await directory.createDomain({ name: domainNameOf(name, 'name'), dkim: await makeDkimKey() });
      emit('directory.domainAdded', { domain: domain.name, by: caller.name });
      return domain;
    },
    async 'domains.update'({ id, catchAll, status }, caller) {
      const domain = await directory.updateDomain(id as DomainId, {
        ...(catchAll === undefined ? {} : { catchAll: catchAll as AccountId | null }),
        ...(status === undefined ? {} : { status }),
      });
      emit('directory.domainChanged', { domain: domain.name, by: caller.name });
      return domain;
    },
    async 'domains.remove'({ id }, caller) {
      await directory.removeDomain(id as DomainId);
      emit('directory.domainRemoved', { by: caller.name });
    },
    'dns.expected': ({ domain }) => expectedRecords(domainNameOf(domain)),
    'dns.check': ({ domain }) => checkRecords(domainNameOf(domain)),
    'dns.zoneFile': async ({ domain }) => ({ text: await zoneFile(domainNameOf(domain)) }),
  };
}
