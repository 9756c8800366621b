/**
 * Paths of MAIL and RCPT: dot-strings, quoted localparts, UTF-8, domain literals, source routes (read and ignored), the null
 * path, the bare `<postmaster>`. RFC 5321 4.1.2, 4.1.3, 4.5.3.1, RFC 6531 3.3, RFC 5891
 */
import { domainToASCII } from 'node:url';
import type { Address } from '../../model/account.ts';
import { badArgument } from './smtp-syntax-error.ts';

export interface ParsedPath {
  /** null is the null path. The domain is an A-label name in lower case, `[literal]`, or '' for the bare postmaster. */
  readonly address: Address | null;
  /** What follows the path: the parameters. */
  readonly rest: string;
}
const ATEXT = /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~\u0080-\u{10ffff}]$/u;
const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u200b\u2028\u2029\u2060\ufeff\ufffd\ud800-\udfff]/u;
const MAX_LOCALPART_OCTETS = 64;
const MAX_DOMAIN_OCTETS = 255;
const MAX_PATH_OCTETS = 512;
const SENDER = '5.1.7';
const RECIPIENT = '5.1.3';

/** @param text what follows `FROM:` @throws SmtpSyntaxError 501 5.1.7 */
export function parseReversePath(text: string): ParsedPath {
  if (/^\s*<>(\s|$)/.test(text)) return { address: null, rest: text.slice(text.indexOf('>') + 1).trim() };
  return new PathReader(text.trimStart(), SENDER).read();
}
/** @param text what follows `TO:` @throws SmtpSyntaxError 501 5.1.3 */
export function parseForwardPath(text: string): ParsedPath & { readonly address: Address } {
  const bare = /^\s*<(postmaster)>(.*)$/is.exec(text);
  if (bare !== null) return { address: { localpart: bare[1]!, domain: '' }, rest: bare[2]!.trim() };
  const path = new PathReader(text.trimStart(), RECIPIENT).read();
  if (path.address === null) throw badArgument('A recipient is needed between < and >', RECIPIENT);
  return { address: path.address, rest: path.rest };
}
/** @returns A-label form in lower case without the root's dot, or null when it is no domain name */
export function normalizeDomain(domain: string): string | null {
  const name = domain.replace(/\.$/, '');
  if (name === '' || UNSAFE.test(name) || /[%/?#@:\s\\[\]]/.test(name)) return null;
  const ascii = /^[\x21-\x7e]+$/.test(name) ? name.toLowerCase() : domainToASCII(name).toLowerCase();
  if (ascii === '' || ascii.length > MAX_DOMAIN_OCTETS) return null;
  return ascii.split('.').every((label) => LABEL.test(label)) ? ascii : null;
}

class PathReader {
  readonly #text: string;
  readonly #enhanced: typeof SENDER | typeof RECIPIENT;
  #at = 0;

  constructor(text: string, enhanced: typeof SENDER | typeof RECIPIENT) {
    this.#text = text;
    this.#enhanced = enhanced;
  }
  read(): ParsedPath {
    if (this.#take() !== '<') throw this.#fail('An address stands between < and >');
    this.#skipSourceRoute();
    const localpart = this.#peek() === '"' ? this.#quoted() : this.#dotString();
    if (this.#take() !== '@') throw this.#fail('An address has the form name@domain');
    const domain = this.#domain();
    if (this.#take() !== '>') throw this.#fail('An address ends with >');
    const rest = this.#text.slice(this.#at);
    if (rest !== '' && !/^\s/.test(rest)) throw this.#fail('Parameters are separated from the address by a space');
    if (UNSAFE.test(localpart)) throw this.#fail('The address holds characters that no address has');
    if (Buffer.byteLength(localpart) > MAX_LOCALPART_OCTETS)
      throw this.#fail('The part before @ is longer than 64 octets');
    if (Buffer.byteLength(this.#text.slice(0, this.#at)) > MAX_PATH_OCTETS) throw this.#fail('The address is too long');
    return { address: { localpart, domain }, rest: rest.trim() };
  }
  /** `@a,@b:` before the address: accepted and ignored. RFC 5321 appendix C */
  #skipSourceRoute(): void {
    if (this.#peek() !== '@') return;
    const route = /^@[^\s,:@<>"]+(?:,@[^\s,:@<>"]+)*:/.exec(this.#text.slice(this.#at));
    if (route === null) throw this.#fail('The source route is malformed');
    this.#at += route[0].length;
  }
  #dotString(): string {
    const start = this.#at;
    for (let char = this.#peek(); char !== '@' && char !== '>' && char !== ''; char = this.#peek()) {
      if (char !== '.' && !ATEXT.test(char)) throw this.#fail('The part before @ has a character that needs quotes');
      this.#at += char.length;
    }
    const local = this.#text.slice(start, this.#at);
    if (local === '' || local.startsWith('.') || local.endsWith('.') || local.includes('..'))
      throw this.#fail('The part before @ is empty or has a misplaced dot');
    return local;
  }
  #quoted(): string {
    this.#at += 1;
    let local = '';
    for (;;) {
      const char = this.#take();
      if (char === '') throw this.#fail('The quoted part before @ does not end');
      if (char === '"') break;
      const next = char === '\\' ? this.#take() : char;
      if (next < ' ' || next === '\u007f')
        throw this.#fail('The quoted part before @ has a character that no address has');
      local += next;
    }
    if (local === '') throw this.#fail('The part before @ is empty');
    return local;
  }
  #domain(): string {
    const end = this.#text.indexOf('>', this.#at);
    const domain = this.#text.slice(this.#at, end < 0 ? undefined : end);
    this.#at += domain.length;
    const found = domain.startsWith('[') ? normalizeLiteral(domain) : normalizeDomain(domain);
    if (found === null) throw this.#fail('The part after @ is no domain');
    return found;
  }
  #peek(): string {
    const code = this.#text.codePointAt(this.#at);
    return code === undefined ? '' : String.fromCodePoint(code);
  }
  #take(): string {
    const char = this.#peek();
    this.#at += char.length;
    return char;
  }
  #fail(text: string): Error {
    return badArgument(text, this.#enhanced);
  }
}

/** `[192.0.2.1]` or `[IPv6:2001:db8::1]`; null when it is neither. */
function normalizeLiteral(literal: string): string | null {
  const inside = /^\[([^[\]\s]+)\]$/.exec(literal)?.[1];
  if (inside === undefined) return null;
  const v6 = /^IPv6:([0-9a-f:.]+)$/i.exec(inside)?.[1];
  if (v6 !== undefined) return URL.canParse(`http://[${v6}]`) ? `[IPv6:${v6.toLowerCase()}]` : null;
  return /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(inside) ? `[${inside}]` : null;
}
