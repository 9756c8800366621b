/** Count and lines of the log: the only part of the screen that is drawn again as lines come in. */
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../format/use-formats.ts';
import { EmptyState } from '../../ui/states.tsx';
import { LogList } from './log-list.tsx';
import type { LogStream } from './log-stream.ts';
import type { LogFilter } from './log-view.ts';
import { useLogLines } from './use-log-lines.ts';

interface LogBodyProps {
  readonly stream: LogStream;
  readonly filter: LogFilter;
  readonly paused: boolean;
  readonly onSearch: (text: string) => void;
}
export function LogBody({ stream, filter, paused, onSearch }: LogBodyProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const lines = useLogLines(stream, filter, paused);
  return (
    <>
      <p className="num mb-2 text-small text-ink2">
        {paused
          ? t('log.paused', { count: lines.held })
          : t('log.shown', { shown: formats.number(lines.view.size), all: formats.number(lines.kept) })}{' '}
        {lines.skipped > 0 && t('log.skipped', { count: lines.skipped })}
      </p>
      {lines.kept === 0 ? (
        <div className="rounded-card border border-line bg-surface shadow-card">
          <EmptyState title={t('log.emptyTitle')}>{t('log.emptyBody')}</EmptyState>
        </div>
      ) : (
        <LogList lines={lines} paused={paused} onSearch={onSearch} />
      )}
    </>
  );
}
