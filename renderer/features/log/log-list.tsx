/** The lines in sight. Follows the end only while the end is in sight; otherwise a pill says how much is new. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { ArrowDown } from 'lucide-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { LogLevel } from '../../../engine/control/contract.ts';
import { useFormats } from '../../format/use-formats.ts';
import { messagePath } from '../../routes.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/class-names.ts';
import { Dialog, DialogActions } from '../../ui/dialog.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import type { LogLine } from './log-view.ts';
import type { LogLines } from './use-log-lines.ts';

const LINE_HEIGHT = 24;
const LEVEL_CLASS: Readonly<Record<LogLevel, string>> = {
  debug: 'text-ink3',
  info: 'text-ink2',
  warn: 'text-warn font-semibold',
  error: 'text-bad font-semibold',
};

interface LogListProps {
  readonly lines: LogLines;
  readonly paused: boolean;
  readonly onSearch: (text: string) => void;
}
export function LogList({ lines, paused, onSearch }: LogListProps) {
  const { t } = useTranslation();
  const { view, version, removed } = lines;
  const scroller = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  const [seenSize, setSeenSize] = useState(view.size);
  const [opened, setOpened] = useState<LogLine | null>(null);
  const virtual = useVirtualizer({
    count: view.size,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 20,
    getItemKey: (index) => view.numberAt(index),
  });
  const toEnd = (): void => {
    setFollowing(true);
    const element = scroller.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  };
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    if (following && !paused) element.scrollTop = element.scrollHeight;
    // What fell off the top must not move what is being read.
    else if (removed > 0) element.scrollTop = Math.max(0, element.scrollTop - removed * LINE_HEIGHT);
  }, [version, following, paused, removed]);
  useEffect(() => {
    if (following) setSeenSize(view.size);
  }, [version, following, view]);
  const onScroll = (): void => {
    const element = scroller.current;
    if (element !== null)
      setFollowing(element.scrollHeight - element.scrollTop - element.clientHeight < LINE_HEIGHT * 2);
  };
  const newCount = Math.max(0, view.size - seenSize);
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={scroller}
        role="log"
        aria-label={t('log.lines')}
        aria-live="off"
        tabIndex={0}
        onScroll={onScroll}
        className="min-h-0 flex-1 overflow-auto rounded-card border border-line bg-surface font-mono text-code shadow-card focus-visible:-outline-offset-2"
      >
        <div className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start, key }) => {
            const line = view.lineAt(index);
            return line === undefined ? null : <Line key={key} line={line} start={start} onOpen={setOpened} />;
          })}
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
      <LineDialog line={opened} onClose={() => setOpened(null)} onSearch={onSearch} />
    </div>
  );
}

function Line({
  line,
  start,
  onOpen,
}: {
  readonly line: LogLine;
  readonly start: number;
  readonly onOpen: (line: LogLine) => void;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { event, sentence } = line;
  return (
    <div
      onClick={() => {
        if (document.getSelection()?.isCollapsed !== false) onOpen(line);
      }}
      className="absolute inset-x-0 top-0 flex h-6 items-center gap-3 px-3 whitespace-nowrap hover:bg-sunken"
      style={{ transform: `translateY(${start}px)` }}
    >
      <time className="num text-ink3" dateTime={new Date(event.at).toISOString()}>
        {formats.timeMillis(event.at)}
      </time>
      <span className={cx('w-16 flex-none', LEVEL_CLASS[event.level])}>{t(`log.levels.${event.level}`)}</span>
      <span className={cx('truncate', event.level === 'debug' && 'text-ink2')} title={sentence}>
        {sentence}
      </span>
    </div>
  );
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
