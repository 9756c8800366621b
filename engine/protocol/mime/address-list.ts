/**
 * Address fields to the parts an IMAP ENVELOPE shows. RFC 5322 3.4 and 4.4 (obsolete routes), RFC 9051 7.5.2.
 * Works on octet strings, in one pass, and makes something of everything.
 */
export interface EnvelopeAddress {
  readonly name: string | null;
  /** Source route of old mail, e.g. `@a,@b`. */
  readonly route: string | null;
  /** Localpart, or the group's name when `host` is null; null too at a group's end. */
  readonly mailbox: string | null;
  readonly host: string | null;
}
interface Token {
  readonly kind: 'word' | 'quoted' | 'comment' | 'special';
  readonly text: string;
  readonly spaced: boolean;
}
const SPECIALS = '<>,:;@';
const WORD_END = /[\s"()<>,:;@]/;

export function parseAddressList(value: string): EnvelopeAddress[] {
  const out: EnvelopeAddress[] = [];
  let open: Token[] = [];
  let inGroup = false;
  let inAngle = false;
  const flush = (): void => {
    const address = toAddress(open);
    if (address !== null) out.push(address);
    open = [];
    inAngle = false;
  };
  for (const token of tokens(value)) {
    const special = token.kind === 'special' ? token.text : '';
    if (special === ';' && inGroup) {
      flush();
      inGroup = false;
      out.push({ name: null, route: null, mailbox: null, host: null });
    } else if ((special === ',' && !inAngle) || special === ';') {
      flush();
    } else if (special === ':' && !inAngle && !inGroup && !open.some((t) => t.text === '@' && t.kind === 'special')) {
      out.push({ name: null, route: null, mailbox: phrase(open), host: null });
      open = [];
      inGroup = true;
    } else {
      if (special === '<') inAngle = true;
      if (special === '>') inAngle = false;
      open.push(token);
    }
  }
  flush();
  if (inGroup) out.push({ name: null, route: null, mailbox: null, host: null });
  return out;
}

function toAddress(all: readonly Token[]): EnvelopeAddress | null {
  const found = all.filter((token) => token.kind !== 'comment');
  if (found.length === 0) return null;
  const comment = trailingComment(all);
  const opens = found.findIndex((token) => token.kind === 'special' && token.text === '<');
  if (opens < 0) return bareAddress(found, comment);
  const innermost = found.findLastIndex((token) => token.kind === 'special' && token.text === '<');
  const closes = found.findIndex((token, at) => at > innermost && token.kind === 'special' && token.text === '>');
  const inside = found.slice(innermost + 1, closes < 0 ? undefined : closes);
  const colon = inside.findIndex((token) => token.kind === 'special' && token.text === ':');
  const hasRoute = colon > 0 && inside[0]?.text === '@';
  const route = hasRoute ? join(inside.slice(0, colon), false) : null;
  const name = phrase(found.slice(0, opens));
  return { name: name === '' ? comment : name, route, ...splitAddress(hasRoute ? inside.slice(colon + 1) : inside) };
}

/** `ayse@firma.test (Ayşe)`: a name where old programs put it, behind the address. */
function trailingComment(all: readonly Token[]): string | null {
  const at = all.findIndex((token) => token.kind === 'special' && token.text === '@');
  return all.findLast((token, index) => token.kind === 'comment' && index > at)?.text ?? null;
}

/** Without angle brackets; words before the localpart, which mail may not have there, are taken as a name. */
function bareAddress(found: readonly Token[], comment: string | null): EnvelopeAddress {
  const at = found.findIndex((token) => token.kind === 'special' && token.text === '@');
  let first = at;
  while (first > 0 && (first === at || isJoined(found[first - 1], found[first]))) first -= 1;
  const before = at > 0 ? phrase(found.slice(0, first)) : '';
  return {
    name: before === '' ? comment : before,
    route: null,
    ...splitAddress(found.slice(before === '' ? 0 : first)),
  };
}

function isJoined(left: Token | undefined, right: Token | undefined): boolean {
  return right?.spaced !== true || left?.text.endsWith('.') === true || right.text.startsWith('.');
}

/** An address without `@` has the empty host: NIL would say "group". */
function splitAddress(found: readonly Token[]): { mailbox: string; host: string } {
  const at = found.findIndex((token) => token.kind === 'special' && token.text === '@');
  if (at < 0) return { mailbox: phrase(found), host: '' };
  return { mailbox: join(found.slice(0, at), false), host: host(found.slice(at + 1)) };
}

/** Words around dots belong together; what follows behind a space is no part of the host. RFC 5322 4.4 (obs-domain) */
function host(found: readonly Token[]): string {
  let out = '';
  for (const [at, token] of found.entries()) {
    if (token.kind === 'special' || (at > 0 && !isJoined(found[at - 1], token))) break;
    out += token.text;
  }
  return out;
}

function phrase(found: readonly Token[]): string {
  return join(found, true);
}

function join(found: readonly Token[], spaces: boolean): string {
  const apart = (token: Token, at: number): boolean =>
    spaces && at > 0 && (token.spaced || token.kind === 'quoted' || found[at - 1]?.kind === 'quoted');
  return found.map((token, at) => (apart(token, at) ? ' ' : '') + token.text).join('');
}

function* tokens(value: string): Generator<Token> {
  let spaced = false;
  for (let at = 0; at < value.length;) {
    const c = value[at] ?? '';
    if (/\s/.test(c)) {
      spaced = true;
      at += 1;
      continue;
    }
    const end = tokenEnd(value, at);
    if (c === '"') yield { kind: 'quoted', text: unescape(value.slice(at + 1, end)), spaced };
    else if (c === '(') yield { kind: 'comment', text: unescape(value.slice(at + 1, end)), spaced };
    else if (SPECIALS.includes(c)) yield { kind: 'special', text: c, spaced };
    else if (c !== ')') yield { kind: 'word', text: value.slice(at, end), spaced };
    spaced = false;
    at = c === '"' || c === '(' ? end + 1 : end;
  }
}

/** Index after a word or special; index of the closing mark of a quoted string or comment (or the end). */
function tokenEnd(value: string, start: number): number {
  const c = value[start] ?? '';
  if (c === '"') return closing(value, start, '"', '"');
  if (c === '(') return closing(value, start, '(', ')');
  if (SPECIALS.includes(c) || c === ')') return start + 1;
  if (c === '[') {
    const bracket = value.indexOf(']', start);
    return bracket < 0 ? value.length : bracket + 1;
  }
  let at = start + 1;
  while (at < value.length && !WORD_END.test(value[at] ?? '')) at += 1;
  return at;
}

function closing(value: string, start: number, open: string, close: string): number {
  let depth = 1;
  for (let at = start + 1; at < value.length; at += 1) {
    const c = value[at];
    if (c === '\\') at += 1;
    else if (c === close) depth -= 1;
    else if (c === open) depth += 1;
    if (depth === 0) return at;
  }
  return value.length;
}

function unescape(text: string): string {
  return text.replace(/\\(.)/gs, '$1');
}
