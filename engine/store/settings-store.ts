/** Settings that the owner changed while running, by their one name (DESIGN 8), and small facts the engine keeps. */
export interface SettingsStore {
  all(): Promise<Readonly<Record<string, unknown>>>;
  /** Sets or, with undefined, removes; all in one transaction. */
  set(values: Readonly<Record<string, unknown>>): Promise<void>;
}
