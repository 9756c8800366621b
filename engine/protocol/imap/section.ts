/** Sections of a message: `BODY[1.2.HEADER.FIELDS (Date)]<0.100>`. RFC 9051 6.4.5 and 9 (section), RFC 3516 (BINARY) */
import type { CommandParser } from './command-parser.ts';
import { ImapSyntaxError } from './imap-syntax-error.ts';

export type SectionText =
  | { readonly kind: 'all' | 'header' | 'text' | 'mime' }
  | { readonly kind: 'fields'; readonly names: readonly string[]; readonly not: boolean };
export interface Section {
  /** Part numbers; empty for the message itself. */
  readonly path: readonly number[];
  readonly text: SectionText;
}
export interface Partial {
  readonly offset: number;
  readonly count: number;
}
const PART = /\d{1,9}/y;
const DEEPEST_PATH = 100;
const MOST_FIELDS = 500;

/** "[" [section-spec] "]" */
export function section(line: CommandParser): Section {
  line.take('[');
  const path = partPath(line);
  const text = sectionText(line, path);
  line.take(']');
  return { path, text };
}

/** "[" [section-part] "]", for BINARY. */
export function binarySection(line: CommandParser): readonly number[] {
  line.take('[');
  const path = partPath(line);
  line.take(']');
  return path;
}

/** ["<" number "." nz-number ">"] */
export function partial(line: CommandParser): Partial | null {
  if (!line.maybe('<')) return null;
  const offset = line.number('partial offset', Number.MAX_SAFE_INTEGER);
  line.take('.');
  const count = line.nzNumber('partial length', Number.MAX_SAFE_INTEGER);
  line.take('>');
  return { offset, count };
}

function partPath(line: CommandParser): number[] {
  const path: number[] = [];
  while (/\d/.test(line.peek())) {
    const number = Number(line.match(PART, 'part number'));
    if (number === 0 || path.length >= DEEPEST_PATH) throw new ImapSyntaxError('no such part number');
    path.push(number);
    if (!line.maybe('.')) break;
    if (line.peek() === ']') throw line.expected('part number or section text');
  }
  return path;
}

function sectionText(line: CommandParser, path: readonly number[]): SectionText {
  if (line.peek() === ']') return { kind: 'all' };
  const word = line.oneOf(['HEADER', 'HEADER.FIELDS', 'HEADER.FIELDS.NOT', 'TEXT', 'MIME'], 'section');
  if (word === 'HEADER') return { kind: 'header' };
  if (word === 'TEXT') return { kind: 'text' };
  if (word === 'MIME') {
    if (path.length === 0) throw new ImapSyntaxError('MIME needs a part number');
    return { kind: 'mime' };
  }
  line.space();
  const names = line.list(() => line.astring('field name'));
  if (names.length > MOST_FIELDS) throw new ImapSyntaxError(`at most ${MOST_FIELDS} header fields in one section`);
  return { kind: 'fields', names, not: word === 'HEADER.FIELDS.NOT' };
}

/** The section as a response names it, without brackets. */
export function formatSection({ path, text }: Section): string {
  const words = { all: '', header: 'HEADER', text: 'TEXT', mime: 'MIME' };
  const named =
    text.kind === 'fields'
      ? `HEADER.FIELDS${text.not ? '.NOT' : ''} (${text.names.map(fieldName).join(' ')})`
      : words[text.kind];
  return [...path, ...(named === '' ? [] : [named])].join('.');
}

function fieldName(name: string): string {
  return /^[^\x00-\x20\x7f-\xff(){%*"\\\]]+$/.test(name)
    ? name
    : `"${name.replace(/[\\"]/g, '\\$&').replace(/[\r\n\0]/g, '')}"`;
}
