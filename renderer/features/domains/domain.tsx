/** One domain: the records other servers look for, wanted beside found, turning green while one adds them; and its few settings. */
import { useMemo } from 'react';
import { Download, RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'wouter';
import type { Domain, DnsRecord, DnsRecordCheck } from '../../../engine/control/contract.ts';
import { useAction } from '../../api/use-action.ts';
import { useControlQuery } from '../../api/use-query.ts';
import { useFormats, useNow } from '../../format/use-formats.ts';
import { ROUTES } from '../../routes.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Page } from '../../ui/page.tsx';
import { useSaveFile } from '../../ui/save-file.ts';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { useToasts } from '../../ui/toast.tsx';
import { DomainSettings } from './domain-settings.tsx';
import { RecordCard } from './record-card.tsx';

const LOOK_AGAIN_MS = 30_000;

export function DomainScreen() {
  const { t } = useTranslation();
  const name = decodeURIComponent(useParams<{ name: string }>().name ?? '');
  const list = useControlQuery('domains.list', { limit: 500 });
  const trail = [{ label: t('domains.title'), path: ROUTES.domains }];
  const domain = list.data?.items.find((one) => one.name === name);
  if (domain !== undefined) return <DomainBody domain={domain} />;
  return (
    <Page title={name} trail={trail}>
      <Card>
        {list.data !== undefined ? (
          <EmptyState title={t('domains.notThere')}>{t('domains.notThereBody')}</EmptyState>
        ) : list.error === null ? (
          <Skeleton />
        ) : (
          <ErrorState what={t('domains.loadFailed')} error={list.error} onRetry={() => void list.refetch()} />
        )}
      </Card>
    </Page>
  );
}

function DomainBody({ domain }: { readonly domain: Domain }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const now = useNow(5000);
  const request = useMemo(() => ({ domain: domain.name }), [domain.name]);
  const { data: session } = useControlQuery('session.get', undefined);
  const expected = useControlQuery('dns.expected', request);
  // A trial lives on this computer alone: the DNS is asked only when someone presses the button.
  const isTrial = session?.profile === 'trial';
  const check = useControlQuery('dns.check', request, {
    when: session !== undefined && !isTrial,
    refetchEveryMs: LOOK_AGAIN_MS,
  });
  const records: readonly (DnsRecord | DnsRecordCheck)[] | undefined = check.data?.records ?? expected.data;
  const wanted = check.data?.records.filter((record) => !record.optional) ?? [];
  const ready = wanted.filter((record) => record.verdict === 'ok').length;
  const allReady = wanted.length > 0 && ready === wanted.length;
  const lead = isTrial ? t('dns.trialNote') : t(allReady ? 'dns.allReady' : 'dns.lead');
  const error = check.error ?? expected.error;
  return (
    <Page
      title={check.data === undefined ? domain.name : t('dns.progress', { ready, all: wanted.length })}
      lead={
        <>
          {lead}{' '}
          {check.data?.checkedAt ? (
            <span className="text-ink3">
              {t('dns.lastChecked', { relative: formats.relative(Math.min(check.data.checkedAt, now - 1000), now) })}
            </span>
          ) : null}
        </>
      }
      trail={[{ label: t('domains.title'), path: ROUTES.domains }]}
      here={`${domain.name} › DNS`}
      actions={
        <>
          <ZoneFileButton domain={domain.name} />
          <Button kind="primary" icon={RefreshCw} busy={check.isFetching} onClick={() => void check.refetch()}>
            {t('dns.checkNow')}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <Card title={t('dns.records')}>
          {records !== undefined ? (
            <ul>
              {records.map((record) => (
                <li
                  key={`${record.purpose} ${record.type} ${record.name} ${record.value}`}
                  className="border-b border-line last:border-b-0"
                >
                  <RecordCard record={record} checking={check.isFetching} />
                </li>
              ))}
            </ul>
          ) : error === null ? (
            <Skeleton />
          ) : (
            <ErrorState
              what={t('dns.checkFailed')}
              error={error}
              onRetry={() => void Promise.all([check.refetch(), expected.refetch()])}
            />
          )}
        </Card>
        <DomainSettings domain={domain} />
      </div>
    </Page>
  );
}

function ZoneFileButton({ domain }: { readonly domain: string }) {
  const { t } = useTranslation();
  const save = useSaveFile();
  const { say } = useToasts();
  const zone = useAction('dns.zoneFile', t('dns.zoneFileFailed'));
  const run = async (): Promise<void> => {
    const answer = await zone.run({ domain });
    if (answer !== undefined && (await save(`${domain}.zone`, answer.text, 'text/plain'))) say(t('dns.zoneFileSaved'));
  };
  return (
    <Button icon={Download} busy={zone.busy} onClick={() => void run()}>
      {t('dns.zoneFile')}
    </Button>
  );
}
