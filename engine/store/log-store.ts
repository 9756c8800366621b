/** Events on disk (log.db, on the log thread): appended in batches, searched by screens. Debug lines go first under pressure, counted. */
import type { LogEvent, LogLevel } from '../model/log-event.ts';
import type { Page, PageQuery } from './store.ts';

export interface LogFilter extends PageQuery {
  readonly minLevel?: LogLevel | undefined;
  readonly text?: string | undefined;
  readonly codes?: readonly string[] | undefined;
  readonly session?: string | undefined;
  readonly letter?: string | undefined;
}
export interface LogStore {
  /** Never blocks and never rejects: what cannot be kept is counted. */
  append(events: readonly LogEvent[]): void;
  /** Newest first. */
  query(filter: LogFilter): Promise<Page<LogEvent>>;
  dropped(): number;
  close(): Promise<void>;
}
