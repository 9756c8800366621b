/** Whole scripts, hand-written, as cases. */
import { WITH_ALL } from './action-scripts.ts';
import { ENVELOPE, REQUIRE, type ScriptCase } from './case.ts';
import type { LetterName } from './letters.ts';
import { AS_THEY_ARE } from './refused-scripts.ts';

/** A script starts where a line starts with a word, mark or quote that opens one; a line of `text:` runs to its dot. */
function split(text: string, isStart: (line: string) => boolean): string[] {
  const scripts: string[] = [];
  let inText = false;
  for (const line of text.split('\n').slice(1)) {
    if (!inText && (isStart(line) || scripts.length === 0)) scripts.push(line);
    else scripts[scripts.length - 1] += `\n${line}`;
    if (/text:(?:#.*)?$/.test(line)) inText = true;
    else if (line === ';') inText = false;
  }
  return scripts;
}
const CONTINUES = /^(?: |lines"|Away"|\/\* another|$)/;

function toCases(scripts: readonly string[], prefix: string, letter: LetterName): ScriptCase[] {
  return scripts.map((script, at) => ({
    name: `${at + 1}: ${script}`,
    script: `${prefix}${script}\n`,
    letter,
    envelope: ENVELOPE,
  }));
}

export const SCRIPTS: readonly ScriptCase[] = [
  ...toCases(
    split(WITH_ALL, (line) => !CONTINUES.test(line)),
    REQUIRE,
    'plain',
  ),
  ...toCases(
    split(AS_THEY_ARE, (line) => !/^(?:\. b|a|\.|;)$/.test(line)),
    '',
    'plain',
  ),
];
