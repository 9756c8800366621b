/** Script text to tokens: comments, identifiers, tags, numbers with K, M, G, strings. RFC 5228 2.1-2.4, 8.1 */
import { readMultiLine, readQuoted } from './read-string.ts';
import { ScriptError, type Position } from './script-problem.ts';

export type Token =
  | { readonly kind: 'word' | 'tag' | 'string'; readonly text: string; readonly at: Position }
  | { readonly kind: 'number'; readonly value: number; readonly at: Position }
  | { readonly kind: 'mark'; readonly text: string; readonly at: Position }
  | { readonly kind: 'end'; readonly at: Position };

const BLANKS = /[ \t\r\n]+/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /(\d+)([A-Za-z0-9_]*)/y;
const MARKS = '{}()[],;';
const SCALES: Readonly<Record<string, number>> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

/** Reads token after token; keeps the place for messages. */
export class Tokens {
  readonly #text: string;
  #at = 0;
  #line = 1;
  #lineStart = 0;
  #next: Token;

  constructor(text: string) {
    this.#text = text;
    this.#next = this.#read();
  }

  peek(): Token {
    return this.#next;
  }

  take(): Token {
    const token = this.#next;
    if (token.kind !== 'end') this.#next = this.#read();
    return token;
  }

  #read(): Token {
    this.#skipBlanks();
    const at = this.#position();
    const c = this.#text[this.#at];
    if (c === undefined) return { kind: 'end', at };
    if (MARKS.includes(c)) {
      this.#at += 1;
      return { kind: 'mark', text: c, at };
    }
    if (c === '"') return this.#string(readQuoted(this.#text, this.#at, at), at);
    if (c === ':') return this.#tag(at);
    const word = this.#match(WORD);
    if (word !== null) return this.#word(word[0], at);
    const number = this.#match(NUMBER);
    if (number !== null) return { kind: 'number', value: toNumber(number, at), at };
    const shown = /\p{C}/u.test(c) ? `U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}` : c;
    throw new ScriptError('badCharacter', at, `The character ${shown} has no meaning here. Texts stand between quotes`);
  }

  #word(text: string, at: Position): Token {
    if (text.toLowerCase() !== 'text' || this.#text[this.#at] !== ':') return { kind: 'word', text, at };
    return this.#string(readMultiLine(this.#text, this.#at + 1, at), at);
  }

  #tag(at: Position): Token {
    this.#at += 1;
    const word = this.#match(WORD);
    if (word === null)
      throw new ScriptError('badCharacter', at, 'A colon starts a tag such as :contains; its name is missing');
    return { kind: 'tag', text: word[0].toLowerCase(), at };
  }

  #string(read: { readonly text: string; readonly end: number }, at: Position): Token {
    this.#advance(read.end);
    return { kind: 'string', text: read.text, at };
  }

  #skipBlanks(): void {
    for (;;) {
      BLANKS.lastIndex = this.#at;
      if (BLANKS.test(this.#text)) this.#advance(BLANKS.lastIndex);
      const end = this.#commentEnd();
      if (end === null) return;
      this.#advance(end);
    }
  }

  /** null when no comment starts here. */
  #commentEnd(): number | null {
    if (this.#text[this.#at] === '#') {
      const feed = this.#text.indexOf('\n', this.#at);
      return feed < 0 ? this.#text.length : feed + 1;
    }
    if (!this.#text.startsWith('/*', this.#at)) return null;
    const close = this.#text.indexOf('*/', this.#at + 2);
    if (close < 0) throw new ScriptError('unterminated', this.#position(), 'This comment has no end. Close it with */');
    return close + 2;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found !== null) this.#at = pattern.lastIndex;
    return found;
  }

  #advance(end: number): void {
    for (
      let feed = this.#text.indexOf('\n', this.#at);
      feed >= 0 && feed < end;
      feed = this.#text.indexOf('\n', feed + 1)
    ) {
      this.#line += 1;
      this.#lineStart = feed + 1;
    }
    this.#at = end;
  }

  #position(): Position {
    return { line: this.#line, column: this.#at - this.#lineStart + 1 };
  }
}

function toNumber([, digits = '', suffix = '']: RegExpExecArray, at: Position): number {
  const scale = SCALES[suffix.toLowerCase()];
  if (scale === undefined)
    throw new ScriptError('badNumber', at, `${digits}${suffix} is no number. Digits may end with K, M or G`);
  const value = Number(digits) * scale;
  if (!Number.isSafeInteger(value))
    throw new ScriptError('badNumber', at, `The number ${digits}${suffix} is too large`);
  return value;
}
