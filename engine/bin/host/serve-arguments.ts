/** The words after `postane serve`: read, checked, and named with what would be right when they are wrong. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { flattenSettings, parseAssignment } from '../../options.ts';
import type { Profile } from '../../model/settings.ts';

export interface ServeArguments {
  readonly dataFolder: string;
  readonly profile: Profile;
  readonly json: boolean;
  readonly file: Readonly<Record<string, unknown>>;
  readonly commandLine: Readonly<Record<string, string>>;
}
/** The line was wrong; said with what would be right. */
export class ServeUsageError extends Error {
  override readonly name = 'ServeUsageError';
}
export const SERVE_USAGE = `Usage: postane serve --data DIR [--profile trial] [--config FILE.json] [--set NAME=VALUE ...] [--json]

  --data DIR        folder that holds all mail; or set POSTANE_DATA
  --profile trial   this computer only, ports 2525 2587 2465 2143 2993 2110 2995 2080 2443
  --config FILE     settings as JSON: {"smtp.port": 25} or {"smtp": {"port": 25}}
  --set NAME=VALUE  one setting; stronger than the file and what was set in the window
  --json            one JSON line per event on standard output, first {"event":"ready",...}
`;
const OPTIONS = ['--data', '--config', '--set', '--profile', '--json', '--help'];

/** @throws ServeUsageError, SettingProblem */
export function parseServeArguments(words: readonly string[], env: NodeJS.ProcessEnv): ServeArguments {
  let data = env.POSTANE_DATA;
  let profile: Profile = 'normal';
  let json = false;
  let file: Record<string, unknown> = {};
  const commandLine: Record<string, string> = {};
  const left = words.flatMap((word) => splitAssigned(word));
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === '--json') json = true;
    else if (word === '--data') data = valueOf(word, left);
    else if (word === '--profile') profile = asProfile(valueOf(word, left));
    else if (word === '--config') file = readSettingsFile(valueOf(word, left));
    else if (word === '--set') {
      const [name, value] = parseAssignment(valueOf(word, left));
      commandLine[name] = value;
    } else throw new ServeUsageError(`${word} is not known here; there is ${OPTIONS.join(', ')}`);
  }
  if (data === undefined || data === '')
    throw new ServeUsageError('say where the mail shall lie: --data DIR, or set POSTANE_DATA');
  return { dataFolder: path.resolve(data), profile, json, file, commandLine };
}

/** `--data=DIR` is `--data DIR`. */
function splitAssigned(word: string): string[] {
  const found = /^(--[a-z]+)=(.*)$/s.exec(word);
  return found === null ? [word] : [found[1]!, found[2]!];
}
function valueOf(option: string, left: string[]): string {
  const value = left.shift();
  if (value === undefined || value === '') throw new ServeUsageError(`${option} needs a value`);
  return value;
}
export function asProfile(text: string): Profile {
  if (text === 'normal' || text === 'trial') return text;
  throw new ServeUsageError(`there is no profile ${text}; there is normal and trial`);
}
/** @throws ServeUsageError, SettingProblem */
export function readSettingsFile(file: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ServeUsageError(`the settings file ${file} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ServeUsageError(`the settings file ${file} is no JSON: ${(error as Error).message}`, { cause: error });
  }
  return flattenSettings(value);
}
