/** Who has a mailbox here: list, add, change, delete. */
import { useMemo, useState } from 'react';
import { Ellipsis, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearchParams } from 'wouter';
import type { Account } from '../../../engine/control/contract.ts';
import { useControlPages } from '../../api/use-query.ts';
import { useFormats } from '../../format/use-formats.ts';
import { ROUTES } from '../../routes.ts';
import { useDebounced } from '../../state/use-debounced.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { useRowTabIndex, type Column } from '../../ui/data-table.tsx';
import { LiveList } from '../../ui/live-list.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { Time } from '../../ui/time.tsx';
import { AddPersonDialog } from './add-person.tsx';
import { addressText } from './address-text.ts';
import { ChangePersonDialog } from './change-person.tsx';
import { NewPasswordDialog } from './new-password.tsx';
import { RemovePersonDialog } from './remove-person.tsx';

const keyOf = (account: Account): string => String(account.id);
type Act = 'change' | 'password' | 'remove';

export function People() {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [params] = useSearchParams();
  const [search, setSearch] = useState('');
  const text = useDebounced(search.trim());
  const [chosen, setChosen] = useState<{ readonly act: Act; readonly account: Account } | null>(null);
  const query = useControlPages(
    'accounts.list',
    useMemo(() => (text === '' ? {} : { text }), [text]),
  );
  const columns = useColumns((act, account) => setChosen({ act, account }));
  const close = (): void => setChosen(null);
  const addButton = (
    <Button kind="primary" icon={Plus} onClick={() => go(`${ROUTES.people}?add`)}>
      {t('people.add')}
    </Button>
  );
  const opened = (act: Act): Account | null => (chosen?.act === act ? chosen.account : null);
  return (
    <Page layout="list" title={t('people.title')} lead={t('people.lead')} actions={addButton}>
      <SearchField
        className="mb-3 w-72"
        label={t('people.search')}
        placeholder={t('people.searchPlaceholder')}
        value={search}
        onChange={setSearch}
      />
      <LiveList
        query={query}
        label={t('people.list')}
        columns={columns}
        keyOf={keyOf}
        nameOf={(account) => account.displayName}
        onOpen={(account) => setChosen({ act: 'change', account })}
        onClearFilter={text === '' ? undefined : () => setSearch('')}
        errorTitle={t('people.loadFailed')}
        empty={
          <EmptyState title={t('people.emptyTitle')} action={addButton}>
            {t('people.emptyBody')}
          </EmptyState>
        }
      />
      <AddPersonDialog open={params.has('add')} onClose={() => go(ROUTES.people, { replace: true })} />
      <ChangePersonDialog account={opened('change')} onClose={close} />
      <NewPasswordDialog account={opened('password')} onClose={close} />
      <RemovePersonDialog account={opened('remove')} onClose={close} />
    </Page>
  );
}

const STATE_TONE = { active: 'ok', receiveOnly: 'warn', disabled: 'neutral' } as const;

function useColumns(onAct: (act: Act, account: Account) => void): readonly Column<Account>[] {
  const { t } = useTranslation();
  return [
    {
      id: 'name',
      header: t('people.columnName'),
      width: 'minmax(0,1.2fr)',
      cell: (account) => <span className="font-[550]">{account.displayName}</span>,
    },
    {
      id: 'address',
      header: t('people.columnAddress'),
      width: 'minmax(0,1.5fr)',
      cell: (account) => <span className="text-small">{addressText(account.address)}</span>,
    },
    { id: 'used', header: t('people.columnUsed'), width: '190px', cell: (account) => <Used account={account} /> },
    {
      id: 'login',
      header: t('people.columnLogin'),
      width: 'minmax(0,1.1fr)',
      cell: (account) => <LastLogin account={account} />,
    },
    {
      id: 'state',
      header: t('people.columnState'),
      width: '112px',
      cell: (account) => (
        <StatusChip tone={STATE_TONE[account.status]}>{t(`people.state.${account.status}`)}</StatusChip>
      ),
    },
    {
      id: 'actions',
      header: '',
      width: '32px',
      cell: (account) => <PersonMenu account={account} onAct={onAct} />,
    },
  ];
}
function Used({ account: { usedBytes, quotaBytes } }: { readonly account: Account }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const used = formats.bytes(usedBytes);
  if (quotaBytes === null) return <span className="num text-small">{used}</span>;
  const share = Math.min(1, usedBytes / quotaBytes);
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden className="h-1.5 w-12 flex-none overflow-hidden rounded-full bg-line">
        <span
          className={`block h-full ${share > 0.95 ? 'bg-bad' : share > 0.8 ? 'bg-warn' : 'bg-accent'}`}
          style={{ width: `${share * 100}%` }}
        />
      </span>
      <span className="num text-small">{t('people.usedOf', { used, quota: formats.bytes(quotaBytes) })}</span>
    </span>
  );
}
function LastLogin({ account: { lastLogin } }: { readonly account: Account }) {
  const { t } = useTranslation();
  if (lastLogin === null) return <span className="text-small text-ink2">{t('people.never')}</span>;
  return (
    <span className="text-small text-ink2">
      <Time at={lastLogin.at} /> · {t('people.loginBy', { protocol: lastLogin.protocol, peer: lastLogin.peer })}
    </span>
  );
}

function PersonMenu({
  account,
  onAct,
}: {
  readonly account: Account;
  readonly onAct: (act: Act, account: Account) => void;
}) {
  const { t } = useTranslation();
  const tabIndex = useRowTabIndex();
  const label = t('common.moreActionsFor', { name: account.displayName });
  return (
    <Menu
      trigger={<IconButton icon={Ellipsis} tabIndex={tabIndex} label={label} />}
      groups={[
        [
          { label: t('common.edit'), onSelect: () => onAct('change', account) },
          { label: t('people.newPassword'), onSelect: () => onAct('password', account) },
        ],
        [{ label: t('people.remove'), danger: true, onSelect: () => onAct('remove', account) }],
      ]}
    />
  );
}
