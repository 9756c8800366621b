/** Part numbers of a section to the part they name. RFC 9051 6.4.5.1 */
import type { MimePart } from './message-index.ts';

/** @param path part numbers from 1; empty names the message itself @returns null when there is no such part */
export function locatePart(root: MimePart, path: readonly number[]): MimePart | null {
  let part: MimePart | null = null;
  for (const number of path) {
    part = part === null ? partOfMessage(root, number) : partOfPart(part, number);
    if (part === null) return null;
  }
  return part ?? root;
}

/** The root part of the message enclosed in a message/rfc822 part; null for other parts. */
export function enclosedMessage(part: MimePart): MimePart | null {
  return part.type === 'message' ? (part.children[0] ?? null) : null;
}

/** A message that is no multipart has one part, 1: its text. */
function partOfMessage(root: MimePart, number: number): MimePart | null {
  if (root.type === 'multipart') return root.children[number - 1] ?? null;
  return number === 1 ? root : null;
}

function partOfPart(part: MimePart, number: number): MimePart | null {
  if (part.type === 'multipart') return part.children[number - 1] ?? null;
  const enclosed = enclosedMessage(part);
  return enclosed === null ? null : partOfMessage(enclosed, number);
}
