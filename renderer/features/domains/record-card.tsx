/** One DNS record: why it exists, its state in a word, what is wanted with copy buttons, what was found. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DnsRecord, DnsRecordCheck } from '../../../engine/control/contract.ts';
import { CopyButton } from '../../ui/copy.tsx';
import { IconBadge } from '../../ui/icon-badge.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { VERDICT_ICON, VERDICT_TONE, type ShownVerdict } from './record-look.tsx';

export function RecordCard({
  record,
  checking,
}: {
  readonly record: DnsRecord | DnsRecordCheck;
  readonly checking: boolean;
}) {
  const { t } = useTranslation();
  const check = 'verdict' in record ? record : null;
  const verdict: ShownVerdict =
    check === null
      ? checking
        ? 'checking'
        : 'unchecked'
      : check.verdict === 'missing' && record.optional
        ? 'optional'
        : check.verdict;
  const name =
    record.purpose === 'a' ? `${t('dns.purpose.a.name')} (${record.type})` : t(`dns.purpose.${record.purpose}.name`);
  const value = check?.mergedValue ?? record.value;
  return (
    <div className="flex items-start gap-3.5 px-4 py-3">
      <IconBadge tone={VERDICT_TONE[verdict]} icon={VERDICT_ICON[verdict]} className="transition-colors duration-180" />
      <div className="min-w-0 flex-1">
        <h3 className="font-[550]">
          {name}{' '}
          <StatusChip tone={VERDICT_TONE[verdict]} className="ms-1.5">
            {t(`dns.verdict.${verdict}`)}
          </StatusChip>
        </h3>
        <p className="text-small text-ink2">
          {t(`dns.purpose.${record.purpose}.why`)} {check?.problem ? t(`dns.problem.${check.problem}`) : ''}{' '}
          {check?.mergedValue ? t('dns.merged') : ''}
        </p>
        <dl className="mt-2 grid grid-cols-[64px_minmax(0,1fr)_auto] items-center gap-x-2.5 gap-y-1.5">
          <Line
            label={t('dns.name')}
            action={<CopyButton text={record.relativeName} what={t('dns.theName', { record: name })} />}
          >
            {record.relativeName}
            {record.relativeName !== record.name && <span className="text-ink3"> ({record.name})</span>}
          </Line>
          <Line label={t('dns.value')} action={<CopyButton text={value} what={t('dns.theValue', { record: name })} />}>
            {value}
          </Line>
          {record.priority !== null && <Line label={t('dns.priority')}>{record.priority}</Line>}
          {check !== null && check.verdict !== 'ok' && check.found.length > 0 && (
            <Line label={t('dns.found')} className="text-bad">
              {check.found.map((found) => (
                <span key={found} className="block">
                  {found}
                </span>
              ))}
            </Line>
          )}
        </dl>
        {record.chunks.length > 1 && <Chunks chunks={record.chunks} />}
      </div>
    </div>
  );
}
function Line({
  label,
  action,
  className = '',
  children,
}: {
  readonly label: string;
  readonly action?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <>
      <dt className="text-small text-ink2">{label}</dt>
      <dd className={`[overflow-wrap:anywhere] ${action === undefined ? 'col-span-2' : ''}`}>
        <code className={className}>{children}</code>
      </dd>
      {action !== undefined && <dd>{action}</dd>}
    </>
  );
}
function Chunks({ chunks }: { readonly chunks: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <details className="mt-1.5">
      <summary className="w-fit text-small text-accent">{t('dns.chunks')}</summary>
      {chunks.map((chunk) => (
        <pre key={chunk} className="mt-1 font-mono text-code whitespace-pre-wrap [overflow-wrap:anywhere]">
          &quot;{chunk}&quot;
        </pre>
      ))}
    </details>
  );
}
