/** Header fields of some names as they stand, folds and line breaks included. RFC 9051 6.4.5 (HEADER.FIELDS, HEADER.FIELDS.NOT) */

const MOST_SPELLINGS = 1_000;

export class HeaderFilter {
  readonly #wanted: ReadonlySet<string>;
  readonly #not: boolean;
  /** Whether a field is kept, by its name as written: the same few spellings come again and again. */
  readonly #known = new Map<string, boolean>();

  /** @param not keep the fields of all other names */
  constructor(names: readonly string[], not: boolean) {
    this.#wanted = new Set(names.map((name) => name.toLowerCase()));
    this.#not = not;
  }

  /**
   * @param block octet string of a header, or of its first part when it is too long
   * @returns the kept fields, and the empty line when the header has one. RFC 9051 6.4.5.1
   */
  apply(block: string, isWhole = true): string {
    let out = '';
    let keeps: boolean | null = null;
    let from = -1;
    for (let at = 0; at < block.length;) {
      const feed = block.indexOf('\n', at);
      const next = feed < 0 ? block.length : feed + 1;
      const isFold = isBlank(block.charCodeAt(at)) && keeps !== null;
      if (!isFold) {
        const keepsThis = isEmptyLine(block, at, next) ? false : this.#keeps(block, at, next);
        if (keepsThis && from < 0) from = at;
        if (!keepsThis && from >= 0) {
          out += block.slice(from, at);
          from = -1;
        }
        keeps = isEmptyLine(block, at, next) ? keeps : keepsThis;
      }
      at = next;
    }
    if (from >= 0) out += block.slice(from);
    return isWhole && !endsEmpty(block) ? out : `${out}\r\n`;
  }

  #keeps(block: string, start: number, next: number): boolean {
    const colon = block.indexOf(':', start);
    const name = colon < 0 || colon >= next ? '' : block.slice(start, colon);
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const keeps = this.#wanted.has(name.trimEnd().toLowerCase()) !== this.#not;
    if (this.#known.size < MOST_SPELLINGS) this.#known.set(name, keeps);
    return keeps;
  }
}

function endsEmpty(block: string): boolean {
  return block.endsWith('\n\r\n') || block.endsWith('\n\n') || block === '\r\n' || block === '\n';
}
function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}
function isEmptyLine(block: string, start: number, next: number): boolean {
  for (let at = start; at < next; at += 1) {
    const code = block.charCodeAt(at);
    if (!isBlank(code) && code !== 13 && code !== 10) return false;
  }
  return true;
}
