/** Who is connected: mail programs now, what they have open, and how far the search index is. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailSession } from '../../../engine/control/contract.ts';
import { useControlQuery } from '../../api/use-query.ts';
import { useFormats } from '../../format/use-formats.ts';
import { Card } from '../../ui/card.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { Time } from '../../ui/time.tsx';
import { SearchIndex } from './search-index.tsx';
import { SessionDialog } from './session-dialog.tsx';

const keyOf = (session: MailSession): string => session.id;

export function Sessions() {
  const { t } = useTranslation();
  const query = useControlQuery('sessions.list', undefined, { refetchEveryMs: 10_000 });
  const [opened, setOpened] = useState<MailSession | null>(null);
  const columns = useColumns();
  return (
    <Page layout="list" title={t('sessions.title')} lead={t('sessions.lead')}>
      <SearchIndex />
      {query.data === undefined || query.data.length === 0 ? (
        <Card>
          {query.data !== undefined ? (
            <EmptyState title={t('sessions.emptyTitle')}>{t('sessions.emptyBody')}</EmptyState>
          ) : query.error === null ? (
            <Skeleton rows={6} />
          ) : (
            <ErrorState what={t('sessions.loadFailed')} error={query.error} onRetry={() => void query.refetch()} />
          )}
        </Card>
      ) : (
        <DataTable
          label={t('sessions.list')}
          items={query.data}
          columns={columns}
          keyOf={keyOf}
          nameOf={(session) => session.account ?? session.peer}
          onOpen={setOpened}
        />
      )}
      {opened !== null && <SessionDialog session={opened} onClose={() => setOpened(null)} />}
    </Page>
  );
}

function useColumns(): readonly Column<MailSession>[] {
  const { t } = useTranslation();
  const formats = useFormats();
  return [
    {
      id: 'account',
      header: t('sessions.columnAccount'),
      width: 'minmax(0,2fr)',
      cell: ({ account }) =>
        account === null ? (
          <span className="text-ink2">{t('sessions.notSignedIn')}</span>
        ) : (
          <span className="font-[550]">{account}</span>
        ),
    },
    {
      id: 'client',
      header: t('sessions.columnProgram'),
      width: 'minmax(0,1fr)',
      cell: ({ client }) => <span className="text-small">{client ?? t('sessions.unnamed')}</span>,
    },
    {
      id: 'mailbox',
      header: t('sessions.columnMailbox'),
      width: 'minmax(0,1fr)',
      cell: ({ mailbox }) => <span className="text-small">{mailbox ?? t('sessions.noMailbox')}</span>,
    },
    {
      id: 'protocol',
      header: t('sessions.columnProtocol'),
      width: '170px',
      cell: ({ protocol, tls }) => (
        <StatusChip tone={tls === null ? 'warn' : 'neutral'}>
          {`${protocol.toUpperCase()}, ${tls ?? t('sessions.clear')}`}
        </StatusChip>
      ),
    },
    { id: 'since', header: t('sessions.columnSince'), width: '110px', cell: ({ since }) => <Time at={since} /> },
    {
      id: 'traffic',
      header: t('sessions.columnTraffic'),
      width: '160px',
      align: 'end',
      cell: ({ bytesIn, bytesOut }) => (
        <span className="num text-small">
          {t('sessions.bytes', { in: formats.bytes(bytesIn), out: formats.bytes(bytesOut) })}
        </span>
      ),
    },
  ];
}
