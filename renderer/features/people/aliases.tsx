/** Other names of people, and who receives what. */
import { useMemo, useState } from 'react';
import { Ellipsis, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Alias } from '../../../engine/control/contract.ts';
import { useControlPages } from '../../api/use-query.ts';
import { useAction } from '../../api/use-action.ts';
import { useDebounced } from '../../state/use-debounced.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useRowTabIndex, type Column } from '../../ui/data-table.tsx';
import { LiveList } from '../../ui/live-list.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { useToasts } from '../../ui/toast.tsx';
import { addressText } from './address-text.ts';
import { AliasDialog } from './alias-dialog.tsx';
import { WhoReceives } from './who-receives.tsx';

const keyOf = (alias: Alias): string => String(alias.id);

export function Aliases() {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const text = useDebounced(search.trim());
  const [edited, setEdited] = useState<Alias | 'new' | null>(null);
  const [removed, setRemoved] = useState<Alias | null>(null);
  const query = useControlPages(
    'aliases.list',
    useMemo(() => (text === '' ? {} : { text }), [text]),
  );
  const columns = useColumns(setEdited, setRemoved);
  const addButton = (
    <Button kind="primary" icon={Plus} onClick={() => setEdited('new')}>
      {t('aliases.add')}
    </Button>
  );
  return (
    <Page layout="list" title={t('aliases.title')} lead={t('aliases.lead')} actions={addButton}>
      <WhoReceives />
      <SearchField
        className="mb-3 w-72"
        label={t('aliases.search')}
        placeholder={t('aliases.searchPlaceholder')}
        value={search}
        onChange={setSearch}
      />
      <LiveList
        query={query}
        label={t('aliases.list')}
        columns={columns}
        keyOf={keyOf}
        nameOf={(alias) => addressText(alias.address)}
        onOpen={setEdited}
        onClearFilter={text === '' ? undefined : () => setSearch('')}
        errorTitle={t('aliases.loadFailed')}
        empty={
          <EmptyState title={t('aliases.emptyTitle')} action={addButton}>
            {t('aliases.emptyBody')}
          </EmptyState>
        }
      />
      <AliasDialog alias={edited} onClose={() => setEdited(null)} />
      <RemoveAlias alias={removed} onClose={() => setRemoved(null)} />
    </Page>
  );
}
function useColumns(onEdit: (alias: Alias) => void, onRemove: (alias: Alias) => void): readonly Column<Alias>[] {
  const { t } = useTranslation();
  return [
    {
      id: 'address',
      header: t('aliases.columnAddress'),
      width: 'minmax(0,1fr)',
      cell: (alias) => <span className="font-[550]">{addressText(alias.address)}</span>,
    },
    {
      id: 'targets',
      header: t('aliases.columnTargets'),
      width: 'minmax(0,2fr)',
      cell: (alias) => <span className="text-small">{alias.targets.map(addressText).join(', ')}</span>,
    },
    {
      id: 'kind',
      header: t('aliases.columnKind'),
      width: '132px',
      cell: (alias) => (
        <StatusChip tone={alias.role ? 'accent' : 'neutral'}>
          {t(alias.role ? 'aliases.required' : 'aliases.own')}
        </StatusChip>
      ),
    },
    {
      id: 'actions',
      header: '',
      width: '32px',
      cell: (alias) => <AliasMenu alias={alias} onEdit={onEdit} onRemove={onRemove} />,
    },
  ];
}
function RemoveAlias({ alias, onClose }: { readonly alias: Alias | null; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { say } = useToasts();
  const remove = useAction('aliases.remove', t('aliases.removeFailed'));
  const address = alias === null ? '' : addressText(alias.address);
  const run = async (): Promise<void> => {
    if (alias === null) return;
    const answer = await remove.run({ id: alias.id });
    onClose();
    if (answer !== undefined) say(t('aliases.removed', { address }));
  };
  return (
    <ConfirmDialog
      open={alias !== null}
      onClose={onClose}
      onConfirm={() => void run()}
      title={t('aliases.removeTitle', { address })}
      body={t('aliases.removeBody')}
      action={t('aliases.removeAction')}
      busy={remove.busy}
    />
  );
}

interface AliasMenuProps {
  readonly alias: Alias;
  readonly onEdit: (alias: Alias) => void;
  readonly onRemove: (alias: Alias) => void;
}
function AliasMenu({ alias, onEdit, onRemove }: AliasMenuProps) {
  const { t } = useTranslation();
  const tabIndex = useRowTabIndex();
  const label = t('common.moreActionsFor', { name: addressText(alias.address) });
  const remove = { label: t('aliases.remove'), danger: true, onSelect: () => onRemove(alias) };
  return (
    <Menu
      trigger={<IconButton icon={Ellipsis} tabIndex={tabIndex} label={label} />}
      groups={[[{ label: t('common.edit'), onSelect: () => onEdit(alias) }], alias.role ? [] : [remove]]}
    />
  );
}
