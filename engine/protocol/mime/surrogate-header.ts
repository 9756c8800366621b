/**
 * The header a conventional client is shown in place of one with internationalized addresses: ASCII alone, the most of it
 * kept. RFC 6858 2 (addresses, parameters, Subject, what is left out), RFC 6532 3.2, RFC 2047. Octet strings throughout.
 */
import libmime from 'libmime';
import { parseAddressList, type EnvelopeAddress } from './address-list.ts';
import { parseHeaderFields } from './header-fields.ts';
import { parseParameterField } from './header-parameters.ts';
import { decodeHeaderText } from './header-text.ts';

/** Belongs to nobody, for ever. RFC 6858 2.1, RFC 2606 */
const NOBODY = 'invalid@internationalized-address.invalid';
const ADDRESS_FIELDS: ReadonlySet<string> = new Set([
  ...['bcc', 'cc', 'from', 'reply-to', 'return-path', 'sender', 'to'],
  ...['resent-bcc', 'resent-cc', 'resent-from', 'resent-sender', 'resent-to'],
]);
const SHOWN_FIELDS: ReadonlySet<string> = new Set([...ADDRESS_FIELDS].filter((name) => !name.startsWith('resent-')));
const NON_ASCII = /[\x80-\xff]/;
const ONE_FIELD = /(?:[^\n]*\n|[^\n]+$)(?:[ \t][^\n]*(?:\n|$))*/g;
/** Of an ENVELOPE; a literal's octets follow its announcement. */
const TOKEN = /[() ]|NIL|"(?:[^"\\]|\\.)*"|\{\d+\}\r\n/y;
const FIELD = /^([\x21-\x39\x3b-\x7e]+)[ \t]*:([^]*)$/;
/** Longest encoded word. RFC 2047 2 */
const WORD_CHARACTERS = 75;
const words = new libmime.Libmime();
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Whether somebody in the header has an address that is UTF-8 beyond ASCII. Raw names and subjects do not count. */
export function hasInternationalAddress(header: string): boolean {
  if (!NON_ASCII.test(header)) return false;
  return parseHeaderFields(header)
    .filter(({ name, value }) => NON_ASCII.test(value) && SHOWN_FIELDS.has(name.toLowerCase()))
    .flatMap(({ value }) => parseAddressList(value))
    .some(({ mailbox, host }) => host !== null && host !== '' && isInternational(`${mailbox ?? ''}@${host}`));
}

/** The same, of the octets of an ENVELOPE: the third and fourth string of an address. RFC 9051 7.5.2 */
export function envelopeHasInternationalAddress(envelope: string): boolean {
  if (!NON_ASCII.test(envelope)) return false;
  let depth = 0;
  let place = 0;
  for (let at = 0; at < envelope.length; place += 1) {
    const [token = ''] = stickyMatch(TOKEN, envelope, at) ?? [];
    if (token === '') return false;
    at += token.length;
    if (token === '(') [depth, place] = [depth + 1, -1];
    else if (token === ')') depth -= 1;
    else if (token === ' ') place -= 1;
    else {
      const text = token.startsWith('{') ? envelope.slice(at, at + Number.parseInt(token.slice(1), 10)) : token;
      if (token.startsWith('{')) at += text.length;
      if (depth === 3 && (place === 2 || place === 3) && isInternational(text)) return true;
    }
  }
  return false;
}

function stickyMatch(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function isInternational(text: string): boolean {
  if (!NON_ASCII.test(text)) return false;
  try {
    utf8.decode(Buffer.from(text, 'latin1'));
    return true;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return false;
  }
}

/** Fields that are ASCII stay as they stand; what ASCII cannot say at all is left out. RFC 6858 2.4 */
export function surrogateHeader(header: string): string {
  if (!NON_ASCII.test(header)) return header;
  const fields = header.match(ONE_FIELD) ?? [];
  return fields.map((field) => (NON_ASCII.test(field) ? surrogateField(field) : field)).join('');
}

function surrogateField(field: string): string {
  const [, written = '', folded = ''] = FIELD.exec(field) ?? [];
  const name = written.toLowerCase();
  const value = folded.replace(/\r?\n/g, '').trim();
  const shown = surrogateValue(name, value);
  return shown === null ? '' : `${written}: ${shown}\r\n`;
}

function surrogateValue(name: string, value: string): string | null {
  if (name === 'return-path') return `<${NOBODY}>`;
  if (ADDRESS_FIELDS.has(name)) return addressList(value);
  if (name === 'subject') return encoded(value);
  return name === 'content-type' || name === 'content-disposition' ? asciiParameters(value) : null;
}

function addressList(value: string): string {
  const all: string[] = [];
  let group: { readonly name: string; readonly members: string[] } | null = null;
  for (const address of parseAddressList(value)) {
    if (address.host !== null) (group?.members ?? all).push(shownAddress(address));
    else if (address.mailbox !== null) group = { name: phrase(address.mailbox), members: [] };
    else if (group !== null) {
      all.push(`${group.name}: ${group.members.join(',\r\n ')};`);
      group = null;
    }
  }
  return all.join(',\r\n ');
}

/** The name tells what became of the address; the address is nobody's. RFC 6858 2.1 */
function shownAddress({ name, mailbox, host }: EnvelopeAddress): string {
  const local = mailbox ?? '';
  const address = host === '' ? local : `${local}@${host ?? ''}`;
  const called = name ?? '';
  if (NON_ASCII.test(address)) return `${encoded(called === '' ? address : `${called} <${address}>`)} <${NOBODY}>`;
  const place = /^[^\s"(),:;<>@[\\\]]+$/.test(local) ? address : `${quoted(local)}${address.slice(local.length)}`;
  return called === '' ? place : `${phrase(called)} <${place}>`;
}

function phrase(text: string): string {
  if (NON_ASCII.test(text)) return encoded(text);
  return /^[A-Za-z0-9 !#$%&'*+\-/=?^_`{|}~]+$/.test(text) ? text : quoted(text);
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/** Encoded words, one on a line. RFC 2047 2 */
function encoded(octets: string): string {
  return words.encodeWord(decodeHeaderText(octets), 'B', WORD_CHARACTERS).replaceAll('?= =?', '?=\r\n =?');
}

/** Parameters that ASCII cannot say are left out. RFC 6858 2.2 */
function asciiParameters(text: string): string | null {
  const { value, parameters } = parseParameterField(text);
  if (NON_ASCII.test(value)) return null;
  const kept = parameters.filter((pair) => !pair.some((part) => NON_ASCII.test(part)));
  return [value, ...kept.map(([name, said]) => `${name}=${name.endsWith('*') ? said : quoted(said)}`)].join(';\r\n ');
}
