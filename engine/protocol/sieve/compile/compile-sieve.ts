/** A script's text to its compiled, immutable form. RFC 5228 2.10.7: everything wrong is found before anything runs. */
import { parseScript } from '../grammar/parse-script.ts';
import { ScriptError, type Position, type ScriptProblem } from '../grammar/script-problem.ts';
import type { CommandNode } from '../grammar/syntax-tree.ts';
import { compileCommands } from './compile-commands.ts';
import type { Statement } from './definition.ts';
import type { CompileOptions } from './extensions.ts';
import { Scope } from './scope.ts';

export interface SieveScript {
  readonly run: Statement;
}
export type CompileResult =
  | { readonly ok: true; readonly script: SieveScript }
  /** At least one; in the order of the script. */
  | { readonly ok: false; readonly problems: readonly ScriptProblem[] };

const utf8 = new TextDecoder('utf-8', { fatal: true });
const DEFAULT_MAX_CHARACTERS = 256 * 1024;

/** @param source the script's octets, UTF-8, or its text */
export function compileSieve(source: Uint8Array | string, options: CompileOptions = {}): CompileResult {
  const scope = new Scope(options);
  let run: Statement = () => undefined;
  scope.collect(() => {
    run = compileCommands(readTree(source, options), scope, true);
  });
  if (scope.problems.length > 0) return { ok: false, problems: scope.problems };
  return { ok: true, script: Object.freeze({ run }) };
}

function readTree(source: Uint8Array | string, options: CompileOptions): CommandNode[] {
  const start = { line: 1, column: 1 };
  if (source.length > (options.maxCharacters ?? DEFAULT_MAX_CHARACTERS))
    throw new ScriptError('tooLong', start, 'The script is too long. Split it or remove rules that are not needed');
  const text = typeof source === 'string' ? source : decode(source);
  const nul = text.indexOf('\0');
  if (nul >= 0)
    throw new ScriptError(
      'badCharacter',
      positionBehind(text.slice(0, nul)),
      'The script holds a NUL octet. Remove it',
    );
  return parseScript(text);
}

function positionBehind(text: string): Position {
  const lines = text.split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

function decode(octets: Uint8Array): string {
  try {
    return utf8.decode(octets);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const before = Buffer.from(octets).toString('utf8').split('\ufffd', 1)[0] ?? '';
    throw new ScriptError(
      'notUtf8',
      positionBehind(before),
      'The script is not UTF-8 text from here on. Save it as UTF-8',
    );
  }
}
