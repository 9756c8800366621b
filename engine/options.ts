/**
 * What the engine is started with: settings from five sources, weakest first: default, profile, file, owner (changed in
 * the window, kept in the store), command line. A wrong name or value is named with what would be right.
 */
import { isIP } from 'node:net';
import type { Profile, SettingName, Settings, SettingSource } from './model/settings.ts';
import { SETTING_DEFINITIONS, SETTING_NAMES } from './setting-definitions.ts';
import { SettingProblem } from './setting-values.ts';

export interface StartOptions {
  readonly dataFolder: string;
  readonly profile: Profile;
  /** Values of the settings file by name. */
  readonly file: Readonly<Record<string, unknown>>;
  /** Values of `--set` by name. */
  readonly commandLine: Readonly<Record<string, unknown>>;
  /** Folder with the built screens; null: no screens are served. */
  readonly webRoot: string | null;
  readonly version: string;
}
export interface ResolvedSettings {
  readonly values: Settings;
  readonly sources: Readonly<Record<SettingName, SettingSource>>;
  /** Names kept in the store that are unknown or no longer fit; they are left out. */
  readonly ignored: readonly string[];
}

export const isSettingName = (name: string): name is SettingName => Object.hasOwn(SETTING_DEFINITIONS, name);

/** @throws SettingProblem naming the setting and what would be right */
export function readSetting<N extends SettingName>(name: N, value: unknown): Settings[N] {
  const { kind } = SETTING_DEFINITIONS[name];
  const read = kind.read(value);
  if (read === undefined)
    throw new SettingProblem(name, `${JSON.stringify(value)} cannot be used; wanted: ${kind.wanted}`);
  return read;
}
/** @throws SettingProblem with the closest known name */
export function knownSetting(name: string): SettingName {
  if (isSettingName(name)) return name;
  const closest = closestWord(name, SETTING_NAMES);
  throw new SettingProblem(name, `there is no such setting${closest === null ? '' : `; did you mean ${closest}?`}`);
}

/** Puts the sources together. @throws SettingProblem for file and command line; a stale value of the store is left out and named */
export function resolveSettings(
  start: Pick<StartOptions, 'profile' | 'file' | 'commandLine'>,
  owner: Readonly<Record<string, unknown>>,
): ResolvedSettings {
  const values: Record<string, unknown> = {};
  const sources: Record<string, SettingSource> = {};
  const ignored: string[] = [];
  const put = (name: SettingName, value: unknown, source: SettingSource) => {
    values[name] = value;
    sources[name] = source;
  };
  for (const name of SETTING_NAMES) {
    const definition = SETTING_DEFINITIONS[name];
    const fromProfile = start.profile === 'trial' && definition.trial !== undefined;
    put(name, fromProfile ? definition.trial : definition.value, fromProfile ? 'profile' : 'default');
  }
  for (const [name, value] of Object.entries(start.file))
    put(knownSetting(name), readSetting(knownSetting(name), value), 'file');
  for (const [name, value] of Object.entries(owner)) {
    const read = isSettingName(name) ? SETTING_DEFINITIONS[name].kind.read(value) : undefined;
    if (read !== undefined) put(name as SettingName, read, 'owner');
    else ignored.push(name);
  }
  for (const [name, value] of Object.entries(start.commandLine))
    put(knownSetting(name), readSetting(knownSetting(name), value), 'commandLine');
  const settings = values as unknown as Settings;
  checkTogether(settings, start.profile);
  return { values: settings, sources: sources as Record<SettingName, SettingSource>, ignored };
}

const isLoopback = (ip: string): boolean => ip === '::1' || (isIP(ip) === 4 && ip.startsWith('127.'));

/** Rules that look at more than one value. @throws SettingProblem */
export function checkTogether(values: Settings, profile: Profile): void {
  const outside = values.bind.find((address) => !isLoopback(address));
  if (profile === 'trial' && outside !== undefined) {
    throw new SettingProblem(
      'bind',
      `the profile trial stays on this computer, so ${outside} cannot be used; wanted: 127.0.0.1 or ::1`,
    );
  }
  if (values['delivery.smarthost.password'] !== null && values['delivery.smarthost.user'] === null) {
    throw new SettingProblem('delivery.smarthost.user', 'a password for the smart host is set, but no user name');
  }
}

/** `name=value` of `--set`. @throws SettingProblem */
export function parseAssignment(text: string): readonly [SettingName, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new SettingProblem(text, 'wanted: NAME=VALUE, e.g. --set smtp.port=2525');
  const name = knownSetting(text.slice(0, at));
  const value = text.slice(at + 1);
  readSetting(name, value);
  return [name, value];
}

/** Names a settings file may use: flat (`"smtp.port": 25`) or nested (`{"smtp": {"port": 25}}`). */
export function flattenSettings(value: unknown, prefix = ''): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new SettingProblem('file', 'wanted: a JSON object of names and values');
  const flat: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const name = `${prefix}${key}`;
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner))
      Object.assign(flat, flattenSettings(inner, `${name}.`));
    else flat[name] = inner;
  }
  return flat;
}

/** The word nearest to a mistyped one, when near enough to be meant. */
export function closestWord(word: string, words: readonly string[]): string | null {
  const ranked = words
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(2, Math.floor(word.length / 3)) ? best.candidate : null;
}
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= Math.min(from.length, 200); i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[to.length]!;
}
