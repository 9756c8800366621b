/** The lines in sight. Follows the end only while the end is in sight; otherwise a pill says how much is new. */
import {
  memo,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { ArrowDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { LogLevel } from '../../../engine/control/contract.ts';
import { useFormats } from '../../format/use-formats.ts';
import { messagePath } from '../../routes.ts';
import { Button } from '../../ui/button.tsx';
import { listKey } from '../../ui/list-keys.ts';
import { cx } from '../../ui/class-names.ts';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import type { LogLine } from './log-view.ts';
import type { LogLines } from './use-log-lines.ts';

const LINE_HEIGHT = 24;
/** Rows come and go by so many at once: scrolling by a line draws nothing anew. */
const STEP = 8;
const LEVEL_CLASS: Readonly<Record<LogLevel, string>> = {
  debug: 'text-ink3',
  info: 'text-ink2',
  warn: 'text-warn font-semibold',
  error: 'text-bad font-semibold',
};

const levelWords = (word: (level: LogLevel) => string): Readonly<Record<LogLevel, string>> => ({
  debug: word('debug'),
  info: word('info'),
  warn: word('warn'),
  error: word('error'),
});

interface LogListProps {
  readonly lines: LogLines;
  readonly paused: boolean;
  readonly onSearch: (text: string) => void;
}
/** The rows to draw for a window of `height` px at `offset` px of a list of lines; a few more than are in sight. */
export function rowsInSight(
  offset: number,
  height: number,
  size: number,
): { readonly first: number; readonly end: number } {
  const first = (Math.floor(offset / LINE_HEIGHT / STEP) - 1) * STEP;
  const end = (Math.ceil((offset + height) / LINE_HEIGHT / STEP) + 1) * STEP;
  return { first: Math.max(0, Math.min(first, size)), end: Math.max(0, Math.min(end, size)) };
}

export function LogList({ lines, paused, onSearch }: LogListProps) {
  const { t } = useTranslation();
  const { view } = lines;
  const [opened, setOpened] = useState<LogLine | null>(null);
  const { scroller, following, toEnd, onScroll, first, end, newCount } = useFollowing(lines, paused);
  const formats = useFormats();
  // Looked up once, not for each of a thousand rows a second.
  const levels = useMemo(() => levelWords((level) => t(`log.levels.${level}`)), [t]);
  const [keys] = useState(() => new RowKeys());
  const [cursor, setCursor] = useState<number | null>(null);
  const cursorIndex = cursor === null ? -1 : view.indexOf(cursor);
  const onKeyDown = useLogKeys({ view, end, cursorIndex, setCursor, setOpened, scroller });
  const shift = keys.shift(first, end);
  const rows: ReactNode[] = [];
  for (let index = first; index < end; index += 1) {
    const line = view.lineAt(index);
    if (line === undefined) continue;
    const { level, at } = line.event;
    rows.push(
      <Line
        key={index - shift}
        line={line}
        time={formats.timeMillis(at)}
        level={levels[level]}
        isCursor={index === cursorIndex}
      />,
    );
  }
  const openClicked = ({ target, currentTarget }: MouseEvent): void => {
    // Marking text to copy it is no wish to open its line.
    if (document.getSelection()?.isCollapsed === false) return;
    const place = [...currentTarget.children].findIndex((row) => row.contains(target as Node));
    const line = place < 0 ? undefined : view.lineAt(first + place);
    if (line !== undefined) setOpened(line);
  };
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={scroller}
        role="log"
        aria-label={t('log.lines')}
        aria-live="off"
        tabIndex={0}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        className="min-h-0 flex-1 overflow-auto rounded-card border border-line bg-surface font-mono text-code shadow-card [contain:strict] focus-visible:-outline-offset-2"
      >
        <div className="relative [contain:strict]" style={{ height: view.size * LINE_HEIGHT }}>
          <div
            onClick={openClicked}
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${first * LINE_HEIGHT}px)` }}
          >
            {rows}
          </div>
        </div>
      </div>
      {!following && !paused && newCount > 0 && (
        <Button
          kind="primary"
          icon={ArrowDown}
          onClick={toEnd}
          className="absolute bottom-4 left-1/2 -translate-x-1/2 rounded-full shadow-high"
        >
          {t('log.newLines', { count: newCount })}
        </Button>
      )}
      <p role="status" className="sr-only">
        {cursorIndex >= 0 ? view.lineAt(cursorIndex)?.sentence : ''}
      </p>
      <LineDialog line={opened} onClose={() => setOpened(null)} onSearch={onSearch} />
    </div>
  );
}

interface LogKeysOptions {
  readonly view: LogLines['view'];
  readonly end: number;
  readonly cursorIndex: number;
  readonly setCursor: (number: number) => void;
  readonly setOpened: (line: LogLine) => void;
  readonly scroller: RefObject<HTMLDivElement | null>;
}
/** j and k walk through the lines, Enter opens one. */
function useLogKeys({
  view,
  end,
  cursorIndex,
  setCursor,
  setOpened,
  scroller,
}: LogKeysOptions): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.target !== event.currentTarget) return;
    const at = cursorIndex < 0 ? Math.max(0, end - 1) : cursorIndex;
    // Arrows and page keys scroll, as everywhere.
    const meaning = /^Arrow|^Page|^Home|^End/.test(event.key) ? null : listKey(event, at, view.size, 1);
    if (meaning === null || meaning.kind === 'toggle') return;
    event.preventDefault();
    if (meaning.kind === 'open') {
      const line = view.lineAt(at);
      if (line !== undefined) setOpened(line);
      return;
    }
    setCursor(view.numberAt(meaning.to));
    const element = scroller.current;
    if (element === null) return;
    const top = meaning.to * LINE_HEIGHT;
    if (top < element.scrollTop) element.scrollTop = top;
    const bottom = top + LINE_HEIGHT - element.clientHeight;
    if (bottom > element.scrollTop) element.scrollTop = bottom;
  };
}

interface Following {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly following: boolean;
  readonly toEnd: () => void;
  readonly onScroll: () => void;
  readonly first: number;
  readonly end: number;
  /** Lines that came since the end went out of sight. */
  readonly newCount: number;
}
function useFollowing({ view, version, removed }: LogLines, paused: boolean): Following {
  const scroller = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  const [offset, setOffset] = useState(0);
  const [height, setHeight] = useState(0);
  const [seenNumber, setSeenNumber] = useState(-1);
  const lastNumber = view.numberAt(view.size - 1);
  const endOffset = Math.max(0, view.size * LINE_HEIGHT - height);
  const shown = following ? endOffset : offset;

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    if (following && !paused) element.scrollTop = endOffset;
    // What fell off the top must not move what is being read.
    else if (removed > 0) element.scrollTop = Math.max(0, element.scrollTop - removed * LINE_HEIGHT);
  }, [version, following, paused, removed, endOffset]);
  const onScroll = (): void => {
    const element = scroller.current;
    if (element === null) return;
    // Known sizes: asking the element for them would lay the page out once more.
    const top = element.scrollTop;
    const atEnd = endOffset - top < LINE_HEIGHT * 2;
    if (following && !atEnd) setSeenNumber(lastNumber);
    setFollowing(atEnd);
    if (!atEnd) setOffset(Math.floor(top / LINE_HEIGHT / STEP) * STEP * LINE_HEIGHT);
  };
  return {
    scroller,
    following,
    toEnd: () => setFollowing(true),
    onScroll,
    ...rowsInSight(shown, height + (following ? 0 : STEP * LINE_HEIGHT), view.size),
    newCount: following ? 0 : view.countAfter(seenNumber),
  };
}

interface LineProps {
  readonly line: LogLine;
  readonly time: string;
  readonly level: string;
  readonly isCursor: boolean;
}
const Line = memo(function Line({ line: { event, sentence }, time, level, isCursor }: LineProps) {
  return (
    <div
      className={cx(
        'flex h-6 [contain:strict] items-center gap-3 px-3 whitespace-nowrap hover:bg-sunken',
        isCursor && 'bg-accent-weak',
      )}
    >
      <span className="num w-[92px] flex-none text-ink3">{time}</span>
      <span className={cx('w-16 flex-none', LEVEL_CLASS[event.level])}>{level}</span>
      <span className={cx('truncate', event.level === 'debug' && 'text-ink2')} title={sentence}>
        {sentence}
      </span>
    </div>
  );
});

/** Lets a row keep its line while that is in sight, and gives it a new one when all lines have passed: making rows costs more. */
class RowKeys {
  #shift = 0;
  #first = 0;
  #end = 0;

  /** What to take from a place to get the key of its row. */
  shift(first: number, end: number): number {
    if (first >= this.#end || end <= this.#first) this.#shift += first - this.#first;
    this.#first = first;
    this.#end = end;
    return this.#shift;
  }
}

function LineDialog({
  line,
  onClose,
  onSearch,
}: {
  readonly line: LogLine | null;
  readonly onClose: () => void;
  readonly onSearch: (text: string) => void;
}) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const json = line === null ? '' : JSON.stringify(line.event, null, 2);
  return (
    <Dialog wide open={line !== null} onClose={onClose} title={t('log.detail')} description={line?.sentence}>
      <pre
        tabIndex={0}
        className="max-h-[50vh] overflow-auto rounded-button border border-line bg-sunken p-3 font-mono text-code whitespace-pre-wrap [overflow-wrap:anywhere]"
      >
        {json}
      </pre>
      <DialogActions>
        {line?.event.session && (
          <Button
            onClick={() => {
              onSearch(line.event.session ?? '');
              onClose();
            }}
          >
            {t('log.onlySession')}
          </Button>
        )}
        {line?.event.letter && (
          <Button onClick={() => go(messagePath(line.event.letter ?? ''))}>{t('log.openLetter')}</Button>
        )}
        <CopyButton text={json} what={t('log.detail')} />
      </DialogActions>
    </Dialog>
  );
}
