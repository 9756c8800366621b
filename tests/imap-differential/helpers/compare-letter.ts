/** Two servers' answers about one letter, field by field: what is not the same. For tests. RFC 9051 7.5.2 */
import { shown, type Value } from './imap-values.ts';
import type { Observation } from './observe.ts';

export interface Difference {
  /** Where: `ENVELOPE subject`, `BODYSTRUCTURE 1.2 size`, `BODY[1.MIME]` ... */
  readonly item: string;
  /** The field alone: `subject`, `address`, `type` ... */
  readonly field: string;
  readonly ours: Value | undefined;
  readonly theirs: Value | undefined;
}
type Report = (difference: Difference) => void;
const ENVELOPE = ['date', 'subject', 'from', 'sender', 'reply-to', 'to', 'cc', 'bcc', 'in-reply-to', 'message-id'];

export function compareLetter(ours: Observation, theirs: Observation): Difference[] {
  const found: Difference[] = [];
  const report: Report = (difference) => void found.push(difference);
  for (const name of new Set([...ours.keys(), ...theirs.keys()])) {
    const [a, b] = [ours.get(name), theirs.get(name)];
    if (name === 'ENVELOPE') compareEnvelope(name, a, b, report);
    else if (name === 'BODY' || name === 'BODYSTRUCTURE') compareBody(name, a, b, report);
    else compareValue(name, name.startsWith('BODY[') ? 'section' : name, a, b, report);
  }
  return found;
}

function compareValue(item: string, field: string, ours: Value | undefined, theirs: Value | undefined, report: Report) {
  if (shown(ours) !== shown(theirs)) report({ item, field, ours, theirs });
}

function compareEnvelope(item: string, ours: Value | undefined, theirs: Value | undefined, report: Report): void {
  if (!isList(ours) || !isList(theirs) || ours.length !== 10 || theirs.length !== 10) {
    compareValue(item, 'envelope', ours, theirs, report);
    return;
  }
  for (const [at, name] of ENVELOPE.entries()) {
    const isAddresses = at >= 2 && at <= 7;
    compareValue(`${item} ${name}`, isAddresses ? 'addresses' : name, ours[at], theirs[at], report);
  }
}

function compareBody(item: string, ours: Value | undefined, theirs: Value | undefined, report: Report): void {
  if (!isList(ours) || !isList(theirs) || isList(ours[0]) !== isList(theirs[0])) {
    compareValue(item, 'structure', ours, theirs, report);
    return;
  }
  const [own, other] = [childrenOf(ours), childrenOf(theirs)];
  if (own.length !== other.length) {
    compareValue(item, 'structure', ours, theirs, report);
    return;
  }
  own.forEach((child, at) => compareBody(`${item} ${at + 1}`, child, other[at], report));
  const names = own.length > 0 ? ['subtype', 'parameters', ...EXTENSION] : singleNames(ours);
  if (own.length === 0 && singleNames(theirs).length !== names.length) {
    compareValue(item, 'type', ours.slice(0, 2), theirs.slice(0, 2), report);
    return;
  }
  names.forEach((name, at) => {
    const [a, b] = [ours[own.length + at], theirs[own.length + at]];
    if (name === 'envelope') compareEnvelope(`${item} envelope`, a, b, report);
    else if (name === 'body') compareBody(`${item}.1`, a, b, report);
    else compareValue(`${item} ${name}`, name, a, b, report);
  });
}

const EXTENSION = ['disposition', 'language', 'location'];
function singleNames(body: readonly Value[]): string[] {
  const basic = ['type', 'subtype', 'parameters', 'id', 'description', 'encoding', 'size'];
  const type = String(body[0]).toLowerCase();
  const own = type === 'text' ? ['lines'] : type === 'message' && isList(body[8]) ? ['envelope', 'body', 'lines'] : [];
  return [...basic, ...own, 'md5', ...EXTENSION];
}

function childrenOf(body: readonly Value[]): readonly Value[] {
  if (!isList(body[0])) return [];
  return body.slice(
    0,
    body.findIndex((value) => !isList(value)),
  );
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}
