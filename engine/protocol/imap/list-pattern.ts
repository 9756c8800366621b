/** Mailbox patterns. RFC 9051 6.3.9: `*` matches anything, `%` anything but the hierarchy separator. */
export const SEPARATOR = '/';

/** Linear in pattern times name; no backtracking that a pattern could blow up. INBOX matches in any case. */
export function matchesPattern(pattern: string, name: string): boolean {
  const folded = /^inbox(?=\/|$)/i.test(pattern) ? `INBOX${pattern.slice(5)}` : pattern;
  return runPattern(folded.replace(/\*[*%]*|%[*%]*\*[*%]*/g, '*').replace(/%+/g, '%'), name);
}

/** Keeps the set of pattern places reachable after each character of the name. */
function runPattern(pattern: string, name: string): boolean {
  let places = closure(pattern, new Set([0]));
  for (const c of name) {
    const next = new Set<number>();
    for (const place of places) {
      const p = pattern[place];
      if (p === '*' || (p === '%' && c !== SEPARATOR)) next.add(place);
      else if (p !== undefined && pattern.startsWith(c, place)) next.add(place + c.length);
    }
    if (next.size === 0) return false;
    places = closure(pattern, next);
  }
  return places.has(pattern.length);
}

function closure(pattern: string, places: Set<number>): Set<number> {
  for (const place of places) {
    const p = pattern[place];
    if (p === '*' || p === '%') places.add(place + 1);
  }
  return places;
}

/** The names above a name, nearest last: `a/b/c` has `a` and `a/b`. */
export function parentsOf(name: string): string[] {
  const parts = name.split(SEPARATOR);
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join(SEPARATOR));
}
