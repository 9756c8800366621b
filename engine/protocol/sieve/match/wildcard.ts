/**
 * `:matches` without backtracking: the pieces between `*` are found one after another, leftmost first, so each `*` stands
 * for as little as it can. RFC 5228 2.7.1, RFC 5229 3.2. Work is at most text length times the longest piece.
 */

/** null stands for `?`. Pieces are apart where a `*` stands. */
export type WildcardPattern = readonly (readonly (string | null)[])[];
/** One entry per character. */
export type Characters = string | readonly string[];
/** Characters that a search for a fixed text passes in one step. */
export const SEARCHED_A_STEP = 16;

/** A backslash takes the next character as it is. */
export function parseWildcard(pattern: string, fold: (character: string) => string): WildcardPattern {
  const pieces: (string | null)[][] = [];
  let piece: (string | null)[] = [];
  let isEscaped = false;
  for (const c of pattern) {
    if (!isEscaped && c === '\\') {
      isEscaped = true;
      continue;
    }
    if (!isEscaped && c === '*') {
      pieces.push(piece);
      piece = [];
    } else piece.push(!isEscaped && c === '?' ? null : fold(c));
    isEscaped = false;
  }
  if (isEscaped) piece.push('\\');
  return [...pieces, piece];
}

/**
 * @param folded what is compared @param spend told how many characters were looked at
 * @returns per wildcard in order the [start, end) it stands for; null when the text does not match
 */
export function matchWildcard(
  pattern: WildcardPattern,
  folded: Characters,
  spend: (steps: number) => void,
): [number, number][] | null {
  const first = pattern[0] ?? [];
  const last = pattern.length > 1 ? (pattern.at(-1) ?? []) : null;
  const end = folded.length - (last?.length ?? 0);
  if (!fits(first, folded, 0, spend) || (last === null && first.length !== folded.length)) return null;
  const starts = [0];
  let at = first.length;
  for (const piece of pattern.slice(1, -1)) {
    const start = find(piece, folded, at, end, spend);
    if (start < 0) return null;
    starts.push(start);
    at = start + piece.length;
  }
  if (last !== null && (end < at || !fits(last, folded, end, spend))) return null;
  if (last !== null) starts.push(end);
  return captures(pattern, starts);
}

function captures(pattern: WildcardPattern, starts: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  let behind = 0;
  for (const [index, piece] of pattern.entries()) {
    const start = starts[index] ?? 0;
    if (index > 0) found.push([behind, start]);
    for (const [offset, c] of piece.entries()) if (c === null) found.push([start + offset, start + offset + 1]);
    behind = start + piece.length;
  }
  return found;
}

function find(
  piece: readonly (string | null)[],
  text: Characters,
  from: number,
  end: number,
  spend: (steps: number) => void,
): number {
  if (typeof text === 'string' && !piece.includes(null)) {
    const start = text.indexOf(piece.join(''), from);
    spend(1 + Math.max(0, (start < 0 ? end : start) - from) / SEARCHED_A_STEP + piece.length);
    return start + piece.length <= end ? start : -1;
  }
  for (let start = from; start + piece.length <= end; start += 1) if (fits(piece, text, start, spend)) return start;
  return -1;
}

function fits(
  piece: readonly (string | null)[],
  text: Characters,
  start: number,
  spend: (steps: number) => void,
): boolean {
  if (start < 0 || start + piece.length > text.length) return false;
  let at = 0;
  while (at < piece.length && (piece[at] === null || piece[at] === text[start + at])) at += 1;
  spend(at + 1);
  return at === piece.length;
}
