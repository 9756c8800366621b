/** One event as it is logged, shown and followed. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LogEvent {
  /** Ascending within a run of the engine. */
  readonly seq: number;
  /** Unix ms. */
  readonly at: number;
  readonly level: LogLevel;
  /** `area.what`, from events/catalogue.ts. */
  readonly code: string;
  readonly session: string | null;
  readonly letter: string | null;
  readonly fields: Readonly<Record<string, string | number | boolean | null>>;
}
