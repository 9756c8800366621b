/** What ENABLE asks for. RFC 9051 6.3.1, RFC 5161 */
import type { CommandParser } from './command-parser.ts';

const MOST_WORDS = 50;

/** 1*(SP capability), in upper case. */
export function enableArguments(line: CommandParser): string[] {
  const words: string[] = [];
  do {
    line.space();
    words.push(line.word('capability'));
  } while (!line.atEnd() && words.length < MOST_WORDS);
  line.end();
  return words;
}
