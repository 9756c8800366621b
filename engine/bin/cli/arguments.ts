/** Reads the words and flags after a command's name; what is left over at the end is named. */
import { UsageError } from './cli-error.ts';

export class ArgumentReader {
  readonly #words: string[];
  readonly #usage: string;
  constructor(words: readonly string[], usage: string) {
    this.#words = [...words];
    this.#usage = usage;
  }
  flag(name: string): boolean {
    const at = this.#words.indexOf(name);
    if (at < 0) return false;
    this.#words.splice(at, 1);
    return true;
  }
  /** `--name VALUE` or `--name=VALUE`; null when not given. */
  option(name: string): string | null {
    const at = this.#words.findIndex((word) => word === name || word.startsWith(`${name}=`));
    if (at < 0) return null;
    const word = this.#words[at]!;
    const value = word === name ? this.#words[at + 1] : word.slice(name.length + 1);
    if (value === undefined || value === '') throw new UsageError(`${name} needs a value`);
    this.#words.splice(at, word === name ? 2 : 1);
    return value;
  }
  word(what: string): string {
    const word = this.#words.shift();
    if (word === undefined) throw new UsageError(`${what} is missing: postane ${this.#usage}`);
    if (word.startsWith('--')) throw new UsageError(`${word} is not known here: postane ${this.#usage}`);
    return word;
  }
  rest(): string[] {
    const words = this.#words.splice(0);
    const flag = words.find((word) => word.startsWith('--'));
    if (flag !== undefined) throw new UsageError(`${flag} is not known here: postane ${this.#usage}`);
    return words;
  }
  end(): void {
    const [extra] = this.#words;
    if (extra !== undefined) throw new UsageError(`${extra} is too much: postane ${this.#usage}`);
  }
}
const UNITS: Readonly<Record<string, number>> = { '': 1, B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3, TB: 1024 ** 4 };
/** `1GB`, `500 MB`; `none` is null. Bytes. */
export function sizeOf(text: string): number | null {
  if (text.toLowerCase() === 'none') return null;
  const found = /^(\d+(?:\.\d+)?)\s*([A-Z]*)$/i.exec(text);
  const unit = UNITS[(found?.[2] ?? '?').toUpperCase()];
  if (found === null || unit === undefined) throw new UsageError(`${text} is no size; write it as 500MB, 1GB or none`);
  return Math.round(Number(found[1]) * unit);
}
/** When the day `2030-12-31` is over here, in milliseconds since 1970. */
export function endOfDay(text: string): number {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)?.map(Number) ?? [];
  const start = new Date(year ?? NaN, (month ?? 0) - 1, day);
  if (start.getMonth() + 1 !== month || start.getDate() !== day)
    throw new UsageError(`${text} is no day; write it as 2030-12-31`);
  return new Date(start.getFullYear(), start.getMonth(), start.getDate() + 1).getTime();
}
