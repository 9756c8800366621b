/** IMAP answers as values that can be compared: lists, strings (octets as latin1), numbers, atoms. RFC 9051 9. For tests. */
export type Value = null | string | number | { readonly atom: string } | readonly Value[];

/** One untagged answer, its literals in place: `* 3 FETCH (...)` to its words and lists. */
export function parseAnswer(text: string): Value[] {
  const reader = new ValueReader(text);
  return reader.list('');
}

class ValueReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  list(close: string): Value[] {
    const out: Value[] = [];
    for (;;) {
      while (this.#text[this.#at] === ' ') this.#at += 1;
      const c = this.#text[this.#at];
      if (c === undefined) {
        if (close !== '') throw new Error(`a list without its end: ${this.#text.slice(0, 200)}`);
        return out;
      }
      if (c === close) {
        this.#at += 1;
        return out;
      }
      out.push(this.#value(c));
    }
  }

  #value(first: string): Value {
    if (first === '(') {
      this.#at += 1;
      return this.list(')');
    }
    if (first === '"') return this.#quoted();
    if (first === '{' || this.#text.startsWith('~{', this.#at)) return this.#literal();
    return this.#atom();
  }

  #quoted(): string {
    let out = '';
    for (let at = this.#at + 1; at < this.#text.length; at += 1) {
      const c = this.#text[at] ?? '';
      if (c === '"') {
        this.#at = at + 1;
        return out;
      }
      if (c === '\\') at += 1;
      out += this.#text[at] ?? '';
    }
    throw new Error('a quoted string without its end');
  }

  #literal(): string {
    const found = /^~?\{(\d+)\}\r\n/.exec(this.#text.slice(this.#at, this.#at + 30));
    if (found === null) throw new Error(`no literal: ${this.#text.slice(this.#at, this.#at + 30)}`);
    const start = this.#at + found[0].length;
    this.#at = start + Number(found[1]);
    if (this.#at > this.#text.length) throw new Error('a literal without its end');
    return this.#text.slice(start, this.#at);
  }

  /** An atom, a number, NIL, or an item's name with its section in brackets. */
  #atom(): Value {
    const start = this.#at;
    let inBrackets = false;
    for (; this.#at < this.#text.length; this.#at += 1) {
      const c = this.#text[this.#at] ?? '';
      if (c === '[') inBrackets = true;
      else if (c === ']') inBrackets = false;
      else if (!inBrackets && (c === ' ' || c === '(' || c === ')')) break;
    }
    if (this.#at === start) throw new Error(`nothing to read: ${this.#text.slice(start, start + 40)}`);
    const word = this.#text.slice(start, this.#at);
    if (/^\d+$/.test(word)) return Number(word);
    return word.toUpperCase() === 'NIL' ? null : { atom: word };
  }
}

/** `ENVELOPE (...) UID 3 ...` to a map by upper-case names. */
export function itemsOf(list: readonly Value[]): Map<string, Value> {
  const out = new Map<string, Value>();
  for (let at = 0; at + 1 < list.length; at += 2) {
    const name = list[at];
    if (name === null || typeof name !== 'object' || !('atom' in name)) throw new Error('an item without its name');
    out.set(name.atom.toUpperCase(), list[at + 1] ?? null);
  }
  return out;
}
/** The value on one line, for people. */
export function shown(value: Value | undefined): string {
  if (value === undefined) return '(missing)';
  if (value === null) return 'NIL';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return String(value);
  return 'atom' in value ? value.atom : `(${value.map(shown).join(' ')})`;
}
