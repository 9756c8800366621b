/**
 * Reads the arguments of one command. Every method consumes what it names, or throws ImapSyntaxError with the column.
 * RFC 9051 9. Strings are octet strings; `utf8` and `mailbox` make them Unicode.
 */
import type { CommandPieces } from './command-framer.ts';
import { ImapSyntaxError } from './imap-syntax-error.ts';
import { decodeMailboxName } from './mailbox-name.ts';

const ATOM = /[^\x00-\x20\x7f-\xff(){%*"\\\]]+/y;
/** astring = 1*ASTRING-CHAR / string; ASTRING-CHAR = ATOM-CHAR / "]". 8-bit octets are let through for UTF-8 names. */
const ASTRING = /[^\x00-\x20\x7f(){%*"\\]+/y;
const LIST_MAILBOX = /[^\x00-\x20\x7f(){"\\]+/y;
const TAG = /[^\x00-\x20\x7f-\xff(){%*"\\+]+/y;
const NUMBER = /\d{1,19}/y;
const LITERAL = /~?\{\d{1,10}\+?\}$/y;
const QUOTED = /"((?:[^"\\\r\n\0]|\\["\\])*)"/y;
const utf8 = new TextDecoder('utf-8', { fatal: true });

export class CommandParser {
  readonly #pieces: CommandPieces;
  /** Mailbox names are UTF-8, not modified UTF-7: after ENABLE IMAP4rev2. RFC 9051 5.1 */
  readonly #utf8Names: boolean;
  #piece = 0;
  #text: string;
  #at = 0;
  #columnsBefore = 0;

  constructor(pieces: CommandPieces | string, options: { readonly utf8Names: boolean } = { utf8Names: false }) {
    this.#pieces = typeof pieces === 'string' ? [pieces] : pieces;
    this.#text = typeof this.#pieces[0] === 'string' ? this.#pieces[0] : '';
    this.#utf8Names = options.utf8Names;
  }

  tag(): string {
    return this.#match(TAG, 'tag');
  }

  atom(what: string): string {
    return this.#match(ATOM, what);
  }

  /** An atom in upper case. */
  word(what: string): string {
    return this.atom(what).toUpperCase();
  }

  space(): void {
    this.take(' ');
  }

  /** Takes the character if it is next. */
  maybe(c: string): boolean {
    if (this.#text[this.#at] !== c) return false;
    this.#at += 1;
    return true;
  }

  take(c: string): void {
    if (!this.maybe(c)) throw this.expected(c === ' ' ? 'space' : `"${c}"`);
  }

  peek(): string {
    return this.#text[this.#at] ?? '';
  }

  /** Takes the word (upper case) if it is next and ends there. */
  maybeWord(word: string): boolean {
    const next = this.#text.slice(this.#at, this.#at + word.length);
    const after = this.#text[this.#at + word.length] ?? ' ';
    if (next.toUpperCase() !== word || !' ()['.includes(after)) return false;
    this.#at += word.length;
    return true;
  }

  astring(what: string): string {
    const c = this.peek();
    return c === '"' || c === '{' || c === '~' ? this.string(what) : this.#match(ASTRING, what);
  }

  string(what: string): string {
    if (this.peek() === '"') return this.#quoted(what);
    return Buffer.from(this.literal(what)).toString('latin1');
  }

  nstring(what: string): string | null {
    return this.maybeWord('NIL') ? null : this.string(what);
  }

  /** A literal's octets. */
  literal(what: string): Uint8Array {
    LITERAL.lastIndex = this.#at;
    const next = this.#pieces[this.#piece + 1];
    if (!LITERAL.test(this.#text) || typeof next === 'string' || next === undefined) throw this.expected(what);
    this.#columnsBefore += this.#text.length;
    this.#piece += 2;
    const after = this.#pieces[this.#piece];
    this.#text = typeof after === 'string' ? after : '';
    this.#at = 0;
    return next;
  }

  /** Octets as UTF-8 text. */
  utf8(octets: string, what: string): string {
    try {
      return utf8.decode(Buffer.from(octets, 'latin1'));
    } catch (error) {
      throw new ImapSyntaxError(`${what} is not UTF-8`, { cause: error });
    }
  }

  /** mailbox = "INBOX" / astring, as Unicode. INBOX is case-insensitive. */
  mailbox(): string {
    const name = decodeMailboxName(this.utf8(this.astring('mailbox name'), 'mailbox name'), this.#utf8Names);
    return name.toUpperCase() === 'INBOX' ? 'INBOX' : name;
  }

  /** list-mailbox = 1*list-char / string, as Unicode. */
  listMailbox(): string {
    const c = this.peek();
    const octets =
      c === '"' || c === '{' ? this.string('mailbox pattern') : this.#match(LIST_MAILBOX, 'mailbox pattern');
    return decodeMailboxName(this.utf8(octets, 'mailbox pattern'), this.#utf8Names);
  }

  /** An integer from 0; `max` is 2^32-1 unless told, numbers beyond are refused. */
  number(what: string, max = 0xffffffff): number {
    const value = Number(this.#match(NUMBER, what));
    if (value > max) throw new ImapSyntaxError(`${what} is too large: at most ${max}`);
    return value;
  }

  /** An integer from 1. */
  nzNumber(what: string, max?: number): number {
    const value = this.number(what, max);
    if (value === 0) throw new ImapSyntaxError(`${what} must not be 0`);
    return value;
  }

  /** "(" item *(SP item) ")" */
  list<T>(item: () => T): T[] {
    this.take('(');
    const items = [item()];
    while (this.maybe(' ')) items.push(item());
    this.take(')');
    return items;
  }

  /** Like `list`, and `()` too. */
  listOrEmpty<T>(item: () => T): T[] {
    this.take('(');
    if (this.maybe(')')) return [];
    const items = [item()];
    while (this.maybe(' ')) items.push(item());
    this.take(')');
    return items;
  }

  oneOf<T extends string>(allowed: readonly T[], what: string): T {
    const word = this.word(what);
    const hit = allowed.find((candidate) => candidate === word);
    if (hit === undefined) throw new ImapSyntaxError(`unknown ${what}: ${printable(word)}`);
    return hit;
  }

  /** What a sticky expression finds here. */
  match(expression: RegExp, what: string): string {
    return this.#match(expression, what);
  }

  /** The rest of the line, whatever it is. */
  rest(): string {
    const rest = this.#text.slice(this.#at);
    this.#at = this.#text.length;
    return rest;
  }

  atEnd(): boolean {
    return this.#at === this.#text.length && this.#piece >= this.#pieces.length - 1;
  }

  end(): void {
    if (!this.atEnd()) throw this.expected('end of command');
  }

  expected(what: string): ImapSyntaxError {
    return new ImapSyntaxError(`expected ${what} at column ${this.#columnsBefore + this.#at + 1}`);
  }

  #quoted(what: string): string {
    return this.#match(QUOTED, what)
      .slice(1, -1)
      .replace(/\\(["\\])/g, '$1');
  }

  #match(expression: RegExp, what: string): string {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#text)?.[0];
    if (found === undefined) throw this.expected(what);
    this.#at += found.length;
    return found;
  }
}

/** A client's word as it may be repeated in a response line. */
export function printable(word: string): string {
  return word.replace(/[^\x20-\x7e]/g, '?').slice(0, 100);
}
