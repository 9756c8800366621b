/** What an IMAP server says about letters it was given: everything a client may ask about one, as values. For tests. RFC 9051 6.4.5 */
import type { ImapPeer } from './imap-peer.ts';
import { itemsOf, parseAnswer, type Value } from './imap-values.ts';

export interface SentLetter {
  /** Octets as latin1. */
  readonly octets: string;
  /** Its own header follows the grammar. */
  readonly isWellMade: boolean;
  /** As IMAP writes it. */
  readonly internalDate: string;
  readonly flags: string;
}
export type Observation = ReadonlyMap<string, Value>;
const AT_ONCE = 40;
const MOST_PARTS = 24;

/** Appends to the selected mailbox, in order. @throws when a letter is refused */
export async function append(peer: ImapPeer, mailbox: string, letters: readonly SentLetter[]): Promise<void> {
  for (let at = 0; at < letters.length; at += AT_ONCE) {
    await Promise.all(
      letters
        .slice(at, at + AT_ONCE)
        .map(({ octets, internalDate, flags }) =>
          peer.fine(`APPEND ${mailbox} (${flags}) "${internalDate}" {${octets.length}+}\r\n${octets}`),
        ),
    );
  }
}

/** FETCH of the structure of all letters, and then of every section that either structure names. */
export async function structures(peer: ImapPeer): Promise<Observation[]> {
  return fetched(await peer.fine('FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODY BODYSTRUCTURE)'));
}

/** Commands on their way together may be answered in any order: answers are told apart by their number. RFC 9051 5.5 */
export async function sections(peer: ImapPeer, wanted: readonly (readonly string[])[]): Promise<Observation[]> {
  const answers: string[] = [];
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const some = await Promise.all(
      wanted.slice(at, at + AT_ONCE).map((items, index) => peer.fine(`FETCH ${at + index + 1} (${items.join(' ')})`)),
    );
    answers.push(...some.flat());
  }
  return fetched(answers);
}

/** By number, what several answers say of one letter together. */
function fetched(answers: readonly string[]): Observation[] {
  const out: Map<string, Value>[] = [];
  for (const answer of answers) {
    const number = /^(\d+) FETCH /.exec(answer)?.[1];
    if (number === undefined) continue;
    const list = parseAnswer(answer)[2];
    if (!Array.isArray(list)) throw new Error(`no FETCH answer: ${answer.slice(0, 100)}`);
    const known = (out[Number(number) - 1] ??= new Map());
    for (const [name, value] of itemsOf(list as readonly Value[])) known.set(name, value);
  }
  return out;
}

/** Items for a letter of that BODYSTRUCTURE: header, text, whole, some fields, windows, and its parts. */
export function itemsFor(structure: Value | undefined): string[] {
  const top = [
    'BODY.PEEK[]',
    'BODY.PEEK[HEADER]',
    'BODY.PEEK[TEXT]',
    'BODY.PEEK[]<5.40>',
    'BODY.PEEK[TEXT]<3.1000000>',
  ];
  const fields = ['BODY.PEEK[HEADER.FIELDS (Subject TO x-long)]', 'BODY.PEEK[HEADER.FIELDS.NOT (Subject TO x-long)]'];
  const parts = partsOf(structure ?? null, '', true).slice(0, MOST_PARTS);
  return [
    ...top,
    ...fields,
    ...parts.flatMap(({ path, kind }) => [
      `BODY.PEEK[${path}]`,
      `BODY.PEEK[${path}.MIME]`,
      ...(kind === 'message' ? [`BODY.PEEK[${path}.HEADER]`, `BODY.PEEK[${path}.TEXT]`] : []),
    ]),
  ];
}

interface Part {
  readonly path: string;
  readonly kind: 'multipart' | 'message' | 'leaf';
}
/** @param isMessage the body is a message's own: a body that is no multipart is then part 1 */
function partsOf(body: Value, prefix: string, isMessage: boolean): Part[] {
  if (!Array.isArray(body)) return [];
  const list = body as readonly Value[];
  const under = (number: number): string => (prefix === '' ? String(number) : `${prefix}.${number}`);
  if (Array.isArray(list[0])) {
    const children = list.slice(
      0,
      list.findIndex((value) => !Array.isArray(value)),
    );
    const own: Part[] = isMessage ? [] : [{ path: prefix, kind: 'multipart' }];
    return [...own, ...children.flatMap((child, at) => partsOf(child, under(at + 1), false))];
  }
  const path = isMessage ? under(1) : prefix;
  const isEnclosing = String(list[0]).toLowerCase() === 'message' && Array.isArray(list[8]);
  if (!isEnclosing) return [{ path, kind: 'leaf' }];
  return [{ path, kind: 'message' }, ...partsOf(list[8] ?? null, path, true)];
}
