/**
 * `value; name=value; ...` of Content-Type and Content-Disposition, raw as IMAP shows it. RFC 2045 5.1, RFC 2183,
 * RFC 2231 6: continuations of one value are joined.
 */
import { MIME_LIMITS } from './mime-limits.ts';

export interface ParameterField {
  /** Lower case, e.g. `text/plain` or `attachment`. */
  readonly value: string;
  /** Names lower case, values unquoted octet strings, in order. Of several of one name `parameter` takes the first. */
  readonly parameters: readonly (readonly [string, string])[];
}

/** Reads what follows the grammar and skips what does not. */
export function parseParameterField(octets: string): ParameterField {
  const text = stripComments(octets.slice(0, MIME_LIMITS.parameterFieldBytes));
  const pieces = splitOutsideQuotes(text, ';');
  const parameters: [string, string][] = [];
  for (const piece of pieces.slice(1)) {
    const equals = piece.indexOf('=');
    const name = piece.slice(0, Math.max(equals, 0)).trim().toLowerCase();
    if (!/^[^\s"(),/:;<=>?@[\\\]]+$/.test(name)) continue;
    parameters.push([name, unquote(piece.slice(equals + 1).trim())]);
  }
  return { value: (pieces[0] ?? '').replace(/\s+/g, '').toLowerCase(), parameters: joinContinuations(parameters) };
}

/** `a*0=x; a*1=y` is `a=xy`; `a*0*=utf-8''x; a*1*=y` is `a*=utf-8''xy`. Pieces count up from 0. RFC 2231 3, 4.1, 6 */
function joinContinuations(parameters: readonly [string, string][]): [string, string][] {
  const out: [string, string][] = [];
  const joined = new Map<string, { readonly into: [string, string]; next: number }>();
  for (const [name, value] of parameters) {
    const [, base = '', number = '', isExtended = ''] = /^(.+)\*(0|[1-9]\d{0,2})(\*?)$/.exec(name) ?? [];
    const before = joined.get(base);
    if (base !== '' && number === '0' && before === undefined) {
      const into: [string, string] = [base + isExtended, value];
      joined.set(base, { into, next: 1 });
      out.push(into);
    } else if (before !== undefined && Number(number) === before.next) {
      before.into[1] += value;
      before.next += 1;
    } else {
      out.push([name, value]);
    }
  }
  return out;
}

export function parameter(field: ParameterField, name: string): string | null {
  return field.parameters.find(([key]) => key === name)?.[1] ?? null;
}

function unquote(text: string): string {
  if (!text.startsWith('"')) return text.replace(/\s.*$/s, '');
  let out = '';
  for (let at = 1; at < text.length && text[at] !== '"'; at += 1) {
    if (text[at] === '\\' && at + 1 < text.length) at += 1;
    out += text[at] ?? '';
  }
  return out;
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const c = text[at];
    if (quoted && c === '\\') at += 1;
    else if (c === '"') quoted = !quoted;
    else if (!quoted && c === separator) {
      pieces.push(text.slice(start, at));
      start = at + 1;
    }
  }
  pieces.push(text.slice(start));
  return pieces;
}

/** Text without its comments, which nest; quoted strings are left alone. RFC 5322 3.2.2 */
export function stripComments(text: string): string {
  if (!text.includes('(')) return text;
  let out = '';
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const c = text[at] ?? '';
    const escaped = c === '\\' && (quoted || depth > 0);
    if (!quoted && c === '(') depth += 1;
    else if (depth > 0 && c === ')') {
      depth -= 1;
      continue;
    } else if (depth === 0 && c === '"') quoted = !quoted;
    if (depth === 0) out += escaped ? c + (text[at + 1] ?? '') : c;
    if (escaped) at += 1;
  }
  return out;
}
