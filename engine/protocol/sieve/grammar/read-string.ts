/** Strings of a script: quoted, and `text:` over several lines. RFC 5228 2.4.2 */
import { ScriptError, type Position } from './script-problem.ts';

interface ReadString {
  readonly text: string;
  /** Index behind the string. */
  readonly end: number;
}

/** A backslash takes the next character as it is. Line ends inside become CRLF. @param start index of the opening quote */
export function readQuoted(script: string, start: number, at: Position): ReadString {
  let text = '';
  let from = start + 1;
  for (let index = from; index < script.length; index += 1) {
    const c = script[index];
    if (c === '"') return { text: withCrlf(text + script.slice(from, index)), end: index + 1 };
    if (c !== '\\') continue;
    text += script.slice(from, index);
    from = index + 1;
    index += 1;
  }
  throw new ScriptError('unterminated', at, 'This text has no end. Close it with a quote');
}

/** @param start index behind `text:` */
export function readMultiLine(script: string, start: number, at: Position): ReadString {
  const opening = /[ \t]*(?:#[^\n]*)?\r?\n/y;
  opening.lastIndex = start;
  if (!opening.test(script))
    throw new ScriptError('unexpected', at, 'A text of several lines starts on the line after text:');
  const lines: string[] = [];
  for (let from = opening.lastIndex; from < script.length;) {
    const feed = script.indexOf('\n', from);
    const next = feed < 0 ? script.length : feed + 1;
    const line = script.slice(from, feed < 0 ? next : feed).replace(/\r$/, '');
    if (line === '.') return { text: lines.join(''), end: next };
    if (feed < 0) break;
    lines.push(`${line.startsWith('..') ? line.slice(1) : line}\r\n`);
    from = next;
  }
  throw new ScriptError(
    'unterminated',
    at,
    'This text of several lines has no end. Close it with a line that holds one dot',
  );
}

function withCrlf(text: string): string {
  return text.includes('\n') ? text.replace(/\r?\n/g, '\r\n') : text;
}
