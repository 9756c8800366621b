/**
 * Header block to fields. RFC 5322 2.2, with the leniency mail needs: bare LF, lines without a colon are skipped.
 * Values are octet strings (one character per octet, as `latin1` gives them): raw, unfolded, trimmed.
 */
import { MIME_LIMITS } from './mime-limits.ts';

export interface HeaderField {
  /** As written. */
  readonly name: string;
  readonly value: string;
}

const FIELD_NAME = /^[\x21-\x39\x3b-\x7e]+$/;

/** @param block octet string; everything up to its first empty line is read */
export function parseHeaderFields(block: string): HeaderField[] {
  const fields: HeaderField[] = [];
  let current: { name: string; parts: string[] } | null = null;
  const finish = (): void => {
    if (current !== null) fields.push({ name: current.name, value: current.parts.join('').trim() });
    current = null;
  };
  for (let at = 0; at < block.length && fields.length < MIME_LIMITS.headerFields;) {
    const feed = block.indexOf('\n', at);
    const next = feed < 0 ? block.length : feed + 1;
    let end = feed < 0 ? block.length : feed;
    if (end > at && block.charCodeAt(end - 1) === 13) end -= 1;
    if (end === at) break;
    const first = block.charCodeAt(at);
    if (first === 32 || first === 9) {
      (current as { parts: string[] } | null)?.parts.push(block.slice(at, end));
    } else {
      finish();
      current = startField(block.slice(at, end));
    }
    at = next;
  }
  finish();
  return fields;
}

function startField(line: string): { name: string; parts: string[] } | null {
  const colon = line.indexOf(':');
  if (colon <= 0) return null;
  const name = line.slice(0, colon).trimEnd();
  return FIELD_NAME.test(name) ? { name, parts: [line.slice(colon + 1)] } : null;
}

/** First field of the name, compared without case; null when there is none. At most MIME_LIMITS.fieldBytes of it. */
export function fieldValue(fields: readonly HeaderField[], name: string): string | null {
  const found = fields.find((field) => field.name.length === name.length && field.name.toLowerCase() === name);
  return found === undefined ? null : found.value.slice(0, MIME_LIMITS.fieldBytes);
}

/** Values of all fields of the name: several of one destination are one list. RFC 5322 4.5.3 At most MIME_LIMITS.fieldBytes together. */
export function fieldValues(fields: readonly HeaderField[], name: string): string[] {
  let left: number = MIME_LIMITS.fieldBytes;
  const found: string[] = [];
  for (const field of fields) {
    if (left <= 0) break;
    if (field.name.length !== name.length || field.name.toLowerCase() !== name) continue;
    found.push(field.value.slice(0, left));
    left -= field.value.length;
  }
  return found;
}
