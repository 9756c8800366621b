/** What an account may do with a mailbox, as a string of letters in one order. RFC 4314 2.1, 4; the whole table is here. */
import { SYSTEM_FLAGS, type FlagChange, type Flags } from './flags.ts';

/** l lookup, r read, s keep seen, w write flags, i insert, p post, k create below, x delete mailbox, t delete, e expunge, a administer. */
export const ALL_RIGHTS = 'lrswipkxtea';
export type Right = 'l' | 'r' | 's' | 'w' | 'i' | 'p' | 'k' | 'x' | 't' | 'e' | 'a';
/** A subset of ALL_RIGHTS in its order. */
export type Rights = string;

/** Rights of RFC 2086 stand for several of ours. RFC 4314 2.1.1 */
const VIRTUAL: Readonly<Record<string, string>> = { c: 'kx', d: 'te' };
const SEEN = SYSTEM_FLAGS['\\Seen'];
const DELETED = SYSTEM_FLAGS['\\Deleted'];
const OTHER_FLAGS = SYSTEM_FLAGS['\\Answered'] | SYSTEM_FLAGS['\\Flagged'] | SYSTEM_FLAGS['\\Draft'];

/** @returns null when some letter is no right of ours */
export function parseRights(text: string): Rights | null {
  const letters = [...text].map((letter) => VIRTUAL[letter] ?? letter).join('');
  return [...letters].every((letter) => ALL_RIGHTS.includes(letter)) ? ordered(letters) : null;
}
/** As a client of any age is told: with the virtual rights. */
export function shownRights(rights: Rights): string {
  const virtual = Object.entries(VIRTUAL).filter(([, members]) => [...members].some((one) => rights.includes(one)));
  return rights + virtual.map(([letter]) => letter).join('');
}
export function addRights(rights: Rights, more: Rights): Rights {
  return ordered(rights + more);
}
export function removeRights(rights: Rights, fewer: Rights): Rights {
  return [...rights].filter((letter) => !fewer.includes(letter)).join('');
}
export function has(rights: Rights, right: Right): boolean {
  return rights.includes(right);
}

/** Flags that the rights let somebody set and clear. RFC 4314 4 */
export interface FlagPermit {
  /** Bits of SYSTEM_FLAGS. */
  readonly system: number;
  readonly keywords: boolean;
}
export function flagPermit(rights: Rights): FlagPermit {
  const system =
    (has(rights, 's') ? SEEN : 0) | (has(rights, 't') ? DELETED : 0) | (has(rights, 'w') ? OTHER_FLAGS : 0);
  return { system, keywords: has(rights, 'w') };
}
/** Flags of a new message: what may not be set is left out, silently. */
export function permittedFlags(rights: Rights, flags: Flags): Flags {
  const permit = flagPermit(rights);
  return { system: flags.system & permit.system, keywords: permit.keywords ? flags.keywords : [] };
}
/** Whether a STORE touches at least one flag that may be changed; one that names none changes nothing and may. */
export function mayChange(rights: Rights, { mode, flags }: FlagChange): boolean {
  const permit = flagPermit(rights);
  if (mode === 'replace') return permit.system !== 0;
  if (flags.system === 0 && flags.keywords.length === 0) return true;
  return (flags.system & permit.system) !== 0 || (permit.keywords && flags.keywords.length > 0);
}
/** What a change makes of flags, where only some may be touched. */
export function mergedFlags(rights: Rights, before: Flags, after: Flags): Flags {
  if (rights === ALL_RIGHTS) return after;
  const permit = flagPermit(rights);
  return {
    system: (before.system & ~permit.system) | (after.system & permit.system),
    keywords: permit.keywords ? after.keywords : before.keywords,
  };
}

/** Whether a SELECT is told READ-WRITE. RFC 4314 5.2 */
export function mayWrite(rights: Rights): boolean {
  return [...'swite'].some((letter) => rights.includes(letter));
}
/** MYRIGHTS may be asked by who has one of these; with none of them a mailbox is as if it were not there. RFC 4314 4, 6 */
export function isVisible(rights: Rights): boolean {
  return [...'lrikxa'].some((letter) => rights.includes(letter));
}

function ordered(letters: string): Rights {
  return [...ALL_RIGHTS].filter((letter) => letters.includes(letter)).join('');
}
