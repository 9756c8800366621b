/** A long list as a grid: only the rows in sight are drawn, more are fetched as one scrolls, and nothing jumps when it changes. */
import {
  createContext,
  use,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  type MouseEvent,
  type ReactNode,
} from 'react';
import { createColumnHelper, tableFeatures, useTable, type Row as TableRow } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../state/preferences.ts';
import { Checkbox } from './checkbox.tsx';
import { cx } from './class-names.ts';
import { anchoredOffset } from './list-keys.ts';
import { useListFocus, type ListFocus, type ListSelection } from './use-list-focus.ts';

export interface Column<Item> {
  readonly id: string;
  readonly header: string;
  /** A track of CSS grid: `140px`, `minmax(0, 2fr)`. */
  readonly width: string;
  readonly align?: 'end';
  readonly cell: (item: Item) => ReactNode;
}
export interface DataTableProps<Item> {
  readonly label: string;
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly columns: readonly Column<Item>[];
  /** Names a row for its tick box. */
  readonly nameOf: (item: Item) => string;
  readonly onOpen?: (item: Item) => void;
  readonly selection?: ListSelection;
  readonly hasMore?: boolean;
  readonly onNeedMore?: () => void;
}
const RowFocus = createContext(false);
/** For the buttons of a row: only those of the focused row are stops of the Tab key. */
export const useRowTabIndex = (): 0 | -1 => (use(RowFocus) ? 0 : -1);

const ROW_HEIGHT = { comfortable: 38, compact: 30 } as const;
const FEATURES = tableFeatures({});

export function DataTable<Item extends object>(props: DataTableProps<Item>) {
  const { items, keyOf, columns, selection, hasMore = false, onNeedMore, onOpen } = props;
  const { t } = useTranslation();
  const rowHeight = ROW_HEIGHT[usePreferences((state) => state.density)];
  const scroller = useRef<HTMLDivElement>(null);
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof FEATURES, Item>();
    return columns.map((column) =>
      helper.display({ id: column.id, header: column.header, cell: ({ row }) => column.cell(row.original) }),
    );
  }, [columns]);
  const table = useTable({ features: FEATURES, columns: definitions, data: items, getRowId: keyOf });
  const rows = table.getRowModel().rows;
  const keys = useMemo(() => items.map(keyOf), [items, keyOf]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: rowHeight,
  });
  const focus = useListFocus({
    keys,
    pageRows: Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2),
    scroller,
    scrollTo: (index) => virtual.scrollToIndex(index),
    onOpen: onOpen && ((index) => items[index] && onOpen(items[index])),
    selection,
  });
  useAnchor(scroller, keys, rowHeight);
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  const last = virtual.getVirtualItems().at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= rows.length - 20) onNeedMore?.();
  }, [hasMore, last, rows.length, onNeedMore]);

  const template = [...(selection === undefined ? [] : ['34px']), ...columns.map((column) => column.width)].join(' ');
  const allChosen = selection !== undefined && keys.length > 0 && keys.every((key) => selection.keys.has(key));
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={props.label}
      aria-rowcount={hasMore ? -1 : rows.length + 1}
      aria-multiselectable={selection === undefined ? undefined : true}
      onKeyDown={focus.onKeyDown}
      className="relative min-h-0 flex-initial overflow-auto rounded-card border border-line bg-surface shadow-card"
    >
      <div role="rowgroup" className="sticky top-0 z-10 border-b border-line bg-surface">
        <div
          role="row"
          aria-rowindex={1}
          className="grid h-(--row-height) items-center gap-3 px-4 text-[12px] font-semibold text-ink3"
          style={{ gridTemplateColumns: template }}
        >
          {selection !== undefined && (
            <span role="columnheader">
              <Checkbox
                label={t('common.selectAllShown')}
                checked={allChosen}
                some={selection.keys.size > 0}
                onChange={(checked) => selection.onChange(new Set(checked ? keys : []))}
              />
            </span>
          )}
          {columns.map((column) => (
            <span key={column.id} role="columnheader" className={cx('truncate', column.align === 'end' && 'text-end')}>
              {column.header === '' ? <span className="sr-only">{t('common.actions')}</span> : column.header}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <BodyRow
              key={row.id}
              {...props}
              row={row}
              index={index}
              start={start}
              height={rowHeight}
              template={template}
              focus={focus}
              FlexRender={table.FlexRender as never}
            />
          );
        })}
      </div>
    </div>
  );
}

interface BodyRowProps<Item extends object> extends DataTableProps<Item> {
  readonly row: TableRow<typeof FEATURES, Item>;
  readonly index: number;
  readonly start: number;
  readonly height: number;
  readonly template: string;
  readonly focus: ListFocus;
  readonly FlexRender: (props: { readonly cell: unknown }) => ReactNode;
}
function BodyRow<Item extends object>({
  row,
  index,
  start,
  height,
  template,
  focus,
  selection,
  columns,
  nameOf,
  onOpen,
  FlexRender,
}: BodyRowProps<Item>) {
  const { t } = useTranslation();
  const chosen = selection?.keys.has(row.id) ?? false;
  const click = (event: MouseEvent): void => {
    // A click on a button or a marking of text is not a wish to open; nor is one in a menu that a row has put above the page.
    if (!(event.target instanceof Element) || !event.currentTarget.contains(event.target)) return;
    if (event.target.closest('button, a, input, [role=checkbox]')) return;
    if (document.getSelection()?.isCollapsed === false) return;
    focus.setFocusedKey(row.id);
    if (event.shiftKey && selection !== undefined) focus.toggle(row.id, true);
    else onOpen?.(row.original);
  };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selection === undefined ? undefined : chosen}
      data-row-key={row.id}
      tabIndex={focus.focusedKey === row.id ? 0 : -1}
      onFocus={() => focus.setFocusedKey(row.id)}
      onClick={click}
      className={cx(
        'absolute inset-x-0 top-0 grid items-center gap-3 border-b border-line px-4 focus-visible:-outline-offset-2',
        chosen ? 'bg-accent-weak' : onOpen !== undefined && 'hover:bg-sunken',
      )}
      style={{ height, transform: `translateY(${start}px)`, gridTemplateColumns: template }}
    >
      {selection !== undefined && (
        <span role="gridcell">
          <Checkbox
            label={t('common.selectRow', { name: nameOf(row.original) })}
            checked={chosen}
            tabIndex={-1}
            onChange={() => focus.toggle(row.id, false)}
          />
        </span>
      )}
      <RowFocus value={focus.focusedKey === row.id}>
        {row.getAllCells().map((cell, position) => (
          <span
            key={cell.id}
            role="gridcell"
            className={cx('min-w-0 truncate', columns[position]?.align === 'end' && 'text-end')}
          >
            <FlexRender cell={cell} />
          </span>
        ))}
      </RowFocus>
    </div>
  );
}

/** Keeps the row at the top of the window where it is when rows come in above it. */
function useAnchor(
  scroller: { readonly current: HTMLElement | null },
  keys: readonly string[],
  rowHeight: number,
): void {
  const before = useRef<readonly string[]>(keys);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element !== null && before.current !== keys) {
      const offset = anchoredOffset(before.current, keys, element.scrollTop, rowHeight);
      if (offset !== element.scrollTop) element.scrollTop = offset;
    }
    before.current = keys;
  }, [scroller, keys, rowHeight]);
}
