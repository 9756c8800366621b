/** The domains kept here, each with how its DNS records stand. */
import { useMemo } from 'react';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearchParams } from 'wouter';
import type { Domain } from '../../../engine/control/contract.ts';
import { useControlPages, useControlQuery } from '../../api/use-query.ts';
import { useFormats } from '../../format/use-formats.ts';
import { domainPath, ROUTES } from '../../routes.ts';
import { Button } from '../../ui/button.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { LiveList } from '../../ui/live-list.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { AddDomainDialog } from './add-domain.tsx';
import { DomainIcon, dnsTone } from './record-look.tsx';

const keyOf = (domain: Domain): string => String(domain.id);
const NO_FILTER = {};

export function Domains() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [params] = useSearchParams();
  const adding = params.has('add');
  const query = useControlPages('domains.list', NO_FILTER);
  const columns = useColumns();
  const addButton = (
    <Button kind="primary" icon={Plus} onClick={() => go(`${ROUTES.domains}?add`)}>
      {t('domains.add')}
    </Button>
  );
  return (
    <Page layout="list" title={t('domains.title')} lead={t('domains.lead')} actions={addButton}>
      <LiveList
        query={query}
        label={t('domains.list')}
        columns={columns}
        keyOf={keyOf}
        nameOf={(domain) => domain.name}
        onOpen={(domain) => go(domainPath(domain.name))}
        errorTitle={t('domains.loadFailed')}
        empty={
          <EmptyState title={t('domains.emptyTitle')} action={addButton}>
            {t('domains.emptyBody')}
          </EmptyState>
        }
      />
      <AddDomainDialog
        open={adding}
        onClose={() => go(ROUTES.domains, { replace: true })}
        onAdded={(name) => go(domainPath(name), { replace: true })}
      />
    </Page>
  );
}
function useColumns(): readonly Column<Domain>[] {
  const { t } = useTranslation();
  const formats = useFormats();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('domains.columnName'),
        width: 'minmax(0,1.5fr)',
        cell: (domain) => <span className="font-[550]">{domain.name}</span>,
      },
      {
        id: 'dns',
        header: t('domains.columnDns'),
        width: 'minmax(0,1.2fr)',
        cell: (domain) => <DnsProgress domain={domain.name} />,
      },
      {
        id: 'people',
        header: t('domains.columnPeople'),
        width: '84px',
        align: 'end',
        cell: (domain) => <span className="num">{formats.number(domain.accounts)}</span>,
      },
      {
        id: 'aliases',
        header: t('domains.columnAliases'),
        width: '84px',
        align: 'end',
        cell: (domain) => <span className="num">{formats.number(domain.aliases)}</span>,
      },
      {
        id: 'state',
        header: t('domains.columnState'),
        width: '120px',
        cell: (domain) => (
          <StatusChip tone={domain.status === 'active' ? 'ok' : 'neutral'}>
            {t(domain.status === 'active' ? 'domains.active' : 'domains.disabled')}
          </StatusChip>
        ),
      },
    ],
    [t, formats],
  );
}
/** Asks the DNS once for each domain that comes into sight. */
function DnsProgress({ domain }: { readonly domain: string }) {
  const { t } = useTranslation();
  const { data: session } = useControlQuery('session.get', undefined);
  const query = useControlQuery('dns.check', { domain }, { when: session?.profile === 'normal' });
  if (session?.profile === 'trial') return <span className="text-small text-ink2">–</span>;
  if (query.data === undefined)
    return (
      <span className="text-small text-ink2">
        {query.error === null ? t('dns.checking') : t('dns.verdict.unknown')}
      </span>
    );
  const wanted = query.data.records.filter((record) => !record.optional);
  const ready = wanted.filter((record) => record.verdict === 'ok').length;
  return (
    <span className="num inline-flex items-center gap-1.5 text-small">
      <DomainIcon tone={dnsTone(wanted)} />
      {t('dns.progress', { ready, all: wanted.length })}
    </span>
  );
}
