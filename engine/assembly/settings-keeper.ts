/** The settings of a running engine: read by everyone, changed by the owner, kept in the store. */
import type { AccountLanguage } from '../model/account.ts';
import { MailError } from '../model/errors.ts';
import type { SettingName, Settings } from '../model/settings.ts';
import { knownSetting, readSetting, resolveSettings, type ResolvedSettings, type StartOptions } from '../options.ts';
import { SETTING_DEFINITIONS, SETTING_NAMES } from '../setting-definitions.ts';
import { SettingProblem } from '../setting-values.ts';
import type { SettingsStore } from '../store/settings-store.ts';

/** A fact that the settings store keeps besides settings. */
const FIRST_RUN_DONE = 'firstRun.done';
const HIDDEN = '(set)';

export interface SettingEntry {
  readonly name: SettingName;
  readonly value: unknown;
  readonly from: ResolvedSettings['sources'][SettingName];
  readonly needsRestart: boolean;
}
export interface SettingsKeeper {
  /** What holds now; a change that waits for the next start is not in it. */
  current(): Settings;
  /** With changes that wait. Secrets only say that they are set. */
  list(): readonly SettingEntry[];
  /** null goes back to the value without the owner. @throws MailError `cannot` naming what is wrong and what would be right */
  set(values: Readonly<Record<string, unknown>>): Promise<{ readonly needsRestart: boolean }>;
  finishFirstRun(language: AccountLanguage): Promise<void>;
  readonly firstRunDone: () => Promise<boolean>;
  /** Names kept in the store that no longer fit. */
  readonly ignored: readonly string[];
}
type Start = Pick<StartOptions, 'profile' | 'file' | 'commandLine'>;

/** @throws SettingProblem for what file and command line say */
export async function keepSettings(start: Start, store: SettingsStore): Promise<SettingsKeeper> {
  const atStart = resolveSettings(start, ownerValues(await store.all()));
  let latest = atStart;
  let current = atStart.values;
  async function change(changes: Readonly<Record<string, unknown>>): Promise<{ readonly needsRestart: boolean }> {
    const all = { ...(await store.all()), ...changes };
    const next = attempt(() => resolveSettings(start, ownerValues(all)));
    await store.set(changes);
    const changed = SETTING_NAMES.filter((name) => !isSame(latest.values[name], next.values[name]));
    latest = next;
    current = { ...next.values, ...waiting(atStart.values) };
    return { needsRestart: changed.some((name) => SETTING_DEFINITIONS[name].needsRestart) };
  }
  return {
    current: () => current,
    ignored: atStart.ignored,
    list: () =>
      SETTING_NAMES.map((name) => ({
        name,
        value: shown(name, latest.values[name]),
        from: latest.sources[name],
        needsRestart: SETTING_DEFINITIONS[name].needsRestart,
      })),
    set: async (values) => change(checked(values, latest)),
    async finishFirstRun(language) {
      const own = latest.sources.language === 'commandLine' ? {} : { language };
      await change({ ...own, [FIRST_RUN_DONE]: true });
    },
    firstRunDone: async () => (await store.all())[FIRST_RUN_DONE] === true,
  };
}

function ownerValues(all: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(all).filter(([name, value]) => name !== FIRST_RUN_DONE && value !== undefined),
  );
}

/** Values that were there at the start and stay until the next one. */
function waiting(atStart: Settings): Partial<Settings> {
  const held = SETTING_NAMES.filter((name) => SETTING_DEFINITIONS[name].needsRestart);
  return Object.fromEntries(held.map((name) => [name, atStart[name]]));
}

function checked(values: Readonly<Record<string, unknown>>, latest: ResolvedSettings): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  for (const [given, value] of Object.entries(values)) {
    const name = attempt(() => knownSetting(given));
    if (latest.sources[name] === 'commandLine')
      throw new MailError('cannot', `${name}: it is set on the command line of this engine and cannot be changed here`);
    if (value !== null) attempt(() => readSetting(name, value));
    changes[name] = value ?? undefined;
  }
  return changes;
}

function attempt<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof SettingProblem) throw new MailError('cannot', error.message, { cause: error });
    throw error;
  }
}

const shown = (name: SettingName, value: unknown): unknown =>
  SETTING_DEFINITIONS[name].secret === true && value !== null ? HIDDEN : value;
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
