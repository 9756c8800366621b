/** A paged list with every state it can be in: not here yet, unreachable, nothing there, nothing found, rows. */
import { useMemo, type ReactNode } from 'react';
import type { Page } from '../../engine/control/contract.ts';
import { DataTable, type DataTableProps } from './data-table.tsx';
import { ErrorState, NothingFound, Skeleton } from './states.tsx';

interface PagesQuery<Item> {
  readonly data: { readonly pages: readonly Page<Item>[] } | undefined;
  readonly error: Error | null;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
  readonly refetch: () => unknown;
}
interface LiveListProps<Item> extends Omit<DataTableProps<Item>, 'items' | 'hasMore' | 'onNeedMore'> {
  readonly query: PagesQuery<Item>;
  /** Shown when there is nothing at all. */
  readonly empty: ReactNode;
  /** Set while a search or filter narrows the list. */
  readonly onClearFilter?: (() => void) | undefined;
  readonly errorTitle: string;
}
export const useItems = <Item,>(query: PagesQuery<Item>): readonly Item[] =>
  useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);

export function LiveList<Item extends object>({
  query,
  empty,
  onClearFilter,
  errorTitle,
  ...table
}: LiveListProps<Item>) {
  const items = useItems(query);
  const frame = 'rounded-card border border-line bg-surface shadow-card';
  if (query.data === undefined) {
    return (
      <div className={frame}>
        {query.error === null ? (
          <Skeleton rows={8} />
        ) : (
          <ErrorState what={errorTitle} error={query.error} onRetry={() => void query.refetch()} />
        )}
      </div>
    );
  }
  if (items.length === 0)
    return (
      <div className={frame}>{onClearFilter === undefined ? empty : <NothingFound onClear={onClearFilter} />}</div>
    );
  return (
    <DataTable
      {...table}
      items={items}
      hasMore={query.hasNextPage}
      onNeedMore={() => {
        if (!query.isFetchingNextPage) void query.fetchNextPage();
      }}
    />
  );
}
