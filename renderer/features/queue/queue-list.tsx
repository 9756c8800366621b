/** The queue as a list: one row per recipient, selection, actions on the selection. */
import { useMemo, useState } from 'react';
import { Ellipsis } from 'lucide-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { QueueItem } from '../../../engine/control/contract.ts';
import type { QueueState } from '../../../engine/model/queue.ts';
import { useControl } from '../../api/control-context.tsx';
import { useControlPages } from '../../api/use-query.ts';
import { useText } from '../../i18n/use-text.ts';
import { messagePath } from '../../routes.ts';
import { useDebounced } from '../../state/use-debounced.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { useRowTabIndex, type Column } from '../../ui/data-table.tsx';
import { LiveList, useItems } from '../../ui/live-list.tsx';
import { Menu } from '../../ui/menu.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Select } from '../../ui/select.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { Time } from '../../ui/time.tsx';
import type { Tone } from '../../ui/tone.ts';
import { outcomeText } from '../messages/outcome-text.ts';
import { collectEntries } from './collect-entries.ts';
import { actionsFor, QUEUE_ACTIONS, useQueueActions, type QueueActions } from './use-queue-actions.tsx';

export type QueueFilterState = 'open' | 'waiting' | 'held' | 'failed';
const STATES: Readonly<Record<QueueFilterState, QueueState[]>> = {
  open: ['scheduled', 'delivering', 'held'],
  waiting: ['scheduled', 'delivering'],
  held: ['held'],
  failed: ['failed'],
};
const STATE_TONE: Readonly<Record<QueueState, Tone>> = {
  scheduled: 'warn',
  delivering: 'accent',
  held: 'accent',
  delivered: 'ok',
  failed: 'bad',
  dropped: 'neutral',
};
const keyOf = (item: QueueItem): string => String(item.id);

interface QueueListProps {
  readonly state: QueueFilterState;
  readonly onState: (state: QueueFilterState) => void;
}
export function QueueList({ state, onState }: QueueListProps) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const [search, setSearch] = useState('');
  const text = useDebounced(search.trim());
  const filter = useMemo(() => ({ states: STATES[state], ...(text === '' ? {} : { text }) }), [state, text]);
  const query = useControlPages('queue.list', filter);
  const items = useItems(query);
  const [chosen, setChosen] = useState<ReadonlyMap<string, QueueState>>(new Map());
  const actions = useQueueActions(() => setChosen(new Map()));
  const columns = useColumns(actions);
  const states = useMemo(() => new Map(items.map((item) => [keyOf(item), item.state])), [items]);
  const selection = {
    keys: useMemo(() => new Set(chosen.keys()), [chosen]),
    onChange: (keys: ReadonlySet<string>) =>
      setChosen(new Map([...keys].map((key) => [key, states.get(key) ?? chosen.get(key) ?? 'scheduled']))),
  };
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <SearchField
          className="w-72"
          label={t('queue.search')}
          placeholder={t('queue.searchPlaceholder')}
          value={search}
          onChange={setSearch}
        />
        <Select
          hideLabel
          className="w-52"
          label={t('queue.filterState')}
          value={state}
          options={stateOptions(t)}
          onChange={onState}
        />
        <SelectionBar
          filter={filter}
          chosen={chosen}
          hasMore={query.hasNextPage}
          actions={actions}
          onChoose={setChosen}
        />
      </div>
      <LiveList
        query={query}
        label={t('queue.list')}
        columns={columns}
        keyOf={keyOf}
        nameOf={(item) => item.recipient}
        onOpen={(item) => go(messagePath(item.letterId))}
        selection={selection}
        onClearFilter={text === '' && state === 'open' ? undefined : () => (setSearch(''), onState('open'))}
        errorTitle={t('queue.loadFailed')}
        empty={<EmptyState title={t('queue.emptyTitle')}>{t('queue.emptyBody')}</EmptyState>}
      />
      {actions.dialog}
    </>
  );
}
const stateOptions = (t: TFunction): readonly { readonly value: QueueFilterState; readonly label: string }[] => [
  { value: 'open', label: t('queue.filterAll') },
  { value: 'waiting', label: t('queue.filterWaiting') },
  { value: 'held', label: t('queue.filterHeld') },
  { value: 'failed', label: t('queue.filterFailed') },
];

interface SelectionBarProps {
  readonly filter: Parameters<typeof collectEntries>[1];
  readonly chosen: ReadonlyMap<string, QueueState>;
  readonly hasMore: boolean;
  readonly actions: QueueActions;
  readonly onChoose: (chosen: ReadonlyMap<string, QueueState>) => void;
}
function SelectionBar({ filter, chosen, hasMore, actions, onChoose }: SelectionBarProps) {
  const { t } = useTranslation();
  const { client } = useControl();
  const [collecting, setCollecting] = useState(false);
  if (chosen.size === 0) return null;
  const selectAll = async (): Promise<void> => {
    setCollecting(true);
    try {
      const found = await collectEntries(client, filter);
      onChoose(new Map(found.map((item) => [keyOf(item), item.state])));
    } finally {
      setCollecting(false);
    }
  };
  const idsFor = (action: (typeof QUEUE_ACTIONS)[number]): number[] =>
    [...chosen].flatMap(([key, state]) => (actionsFor(state).includes(action) ? [Number(key)] : []));
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span role="status" className="num text-small text-ink2">
        {t('queue.selected', { count: chosen.size })}
      </span>
      {hasMore && (
        <Button kind="quiet" busy={collecting} onClick={() => void selectAll()}>
          {t(collecting ? 'queue.selectingAll' : 'queue.selectAllFound')}
        </Button>
      )}
      {QUEUE_ACTIONS.map((action) => {
        const ids = idsFor(action);
        const danger = action === 'fail' || action === 'drop';
        return ids.length === 0 ? null : (
          <Button
            key={action}
            kind={danger ? 'danger' : 'plain'}
            busy={actions.busy}
            onClick={() => actions.act(action, ids)}
          >
            {t(`queue.act.${action}`, { count: ids.length })}
          </Button>
        );
      })}
      <Button kind="quiet" onClick={() => onChoose(new Map())}>
        {t('queue.clearSelection')}
      </Button>
    </div>
  );
}

function useColumns({ act }: QueueActions): readonly Column<QueueItem>[] {
  const { t } = useTranslation();
  return [
    {
      id: 'state',
      header: t('queue.columnState'),
      width: '104px',
      cell: (item) => (
        <StatusChip className="w-full" tone={STATE_TONE[item.state]}>
          {t(`queue.state.${item.state}`)}
        </StatusChip>
      ),
    },
    {
      id: 'letter',
      header: t('queue.columnLetter'),
      width: 'minmax(0,1.3fr)',
      cell: (item) => (
        <>
          <span className="font-[550]">{item.subject || t('letters.noSubject')}</span>
          <span className="text-small text-ink2"> — {item.sender === '' ? t('letters.noSender') : item.sender}</span>
        </>
      ),
    },
    {
      id: 'recipient',
      header: t('queue.columnRecipient'),
      width: 'minmax(0,1.2fr)',
      cell: (item) => <span className="text-small">{item.recipient}</span>,
    },
    {
      id: 'reason',
      header: t('queue.columnReason'),
      width: 'minmax(0,1.5fr)',
      cell: (item) => <LastAnswer item={item} />,
    },
    {
      id: 'attempts',
      header: t('queue.columnAttempts'),
      width: '64px',
      align: 'end',
      cell: (item) => <span className="num text-small">{item.attempts}</span>,
    },
    {
      id: 'next',
      header: t('queue.columnNext'),
      width: '84px',
      align: 'end',
      cell: (item) => (item.state === 'scheduled' ? <Time at={item.nextAttemptAt} className="text-small" /> : '–'),
    },
    {
      id: 'age',
      header: t('queue.columnAge'),
      width: '84px',
      align: 'end',
      cell: (item) => <Time at={item.queuedAt} className="text-small text-ink2" />,
    },
    { id: 'actions', header: '', width: '32px', cell: (item) => <RowMenu item={item} act={act} /> },
  ];
}
function LastAnswer({ item }: { readonly item: QueueItem }) {
  const { t } = useTranslation();
  const say = useText();
  const words = item.lastOutcome?.reply?.text ?? '';
  const text = item.lastOutcome === null ? t('queue.notTriedYet') : say(outcomeText(item.lastOutcome).what);
  return (
    <span className="text-small text-ink2" title={words}>
      {text}
    </span>
  );
}
function RowMenu({ item, act }: { readonly item: QueueItem; readonly act: QueueActions['act'] }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const entry = (action: (typeof QUEUE_ACTIONS)[number]) => ({
    label: t(`queue.short.${action}`),
    danger: action === 'fail' || action === 'drop',
    onSelect: () => act(action, [item.id]),
  });
  const possible = actionsFor(item.state).map(entry);
  return (
    <Menu
      trigger={
        <IconButton
          icon={Ellipsis}
          label={t('common.moreActionsFor', { name: item.recipient })}
          tabIndex={useRowTabIndex()}
        />
      }
      groups={[
        [{ label: t('queue.openLetter'), onSelect: () => go(messagePath(item.letterId)) }],
        possible.filter((one) => !one.danger),
        possible.filter((one) => one.danger),
      ]}
    />
  );
}
