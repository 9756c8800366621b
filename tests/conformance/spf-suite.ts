/** The published SPF test suite: several YAML documents, each a zone and its cases. RFC 7208 */
import { createRequire } from 'node:module';
import { QUESTION_TYPES } from '../../engine/mailauth/auth-thread-messages.ts';
import type { FakeRecords, FakeZones } from '../helpers/fake-dns.ts';

export interface SpfCase {
  readonly section: string;
  readonly name: string;
  readonly helo: string;
  readonly host: string;
  readonly mailfrom: string;
  /** Any of them is right. */
  readonly results: readonly string[];
}
export interface SpfSection {
  readonly title: string;
  readonly cases: readonly SpfCase[];
  readonly zones: FakeZones;
  /** What never answers. */
  readonly silent: readonly Unanswered[];
}
interface Unanswered {
  readonly name: string;
  readonly type: string;
}
interface SuiteDocument {
  readonly description: string;
  readonly tests: Readonly<
    Record<string, { helo: string; host: string; mailfrom: string; result: string | readonly string[] }>
  >;
  readonly zonedata: Readonly<Record<string, readonly (string | Readonly<Record<string, unknown>>)[]>>;
}
const yaml = createRequire(import.meta.url)('js-yaml') as { loadAll(text: string): unknown[] };

export function readSpfSuite(text: string): SpfSection[] {
  return (yaml.loadAll(text) as (SuiteDocument | null)[])
    .filter((document) => document !== null)
    .map((document) => {
      const silent: Unanswered[] = [];
      const zones = Object.entries(document.zonedata).map(([name, entries]) => [
        name,
        recordsOf(name, entries, silent),
      ]);
      return {
        title: document.description,
        zones: Object.fromEntries(zones) as FakeZones,
        silent,
        cases: Object.entries(document.tests).map(([name, { helo, host, mailfrom, result }]) => ({
          section: document.description,
          name,
          helo,
          host,
          mailfrom,
          results: [result].flat(),
        })),
      };
    });
}

type MutableRecords = { -readonly [Type in keyof FakeRecords]: unknown[] };
function recordsOf(name: string, entries: SuiteDocument['zonedata'][string], silent: Unanswered[]): FakeRecords {
  const records: MutableRecords = {};
  const spf: Uint8Array[][] = [];
  let hasTxt = false;
  for (const entry of entries) {
    if (typeof entry === 'string') continue;
    const [type = '', value] = Object.entries(entry)[0] ?? [];
    if (value === 'TIMEOUT') silent.push({ name, type: type === 'SPF' ? 'TXT' : type });
    else if (type === 'SPF') spf.push(octets(value));
    else if (type === 'TXT') {
      hasTxt = true;
      if (value !== 'NONE') (records.TXT ??= []).push(octets(value));
    } else (records[type as keyof FakeRecords] ??= []).push(type === 'MX' ? mx(value) : String(value));
  }
  // Records of the old type SPF stand for TXT where the zone says nothing of TXT.
  if (!hasTxt && spf.length > 0) records.TXT = spf;
  // A bare TIMEOUT: what the zone does not list never answers.
  if (entries.includes('TIMEOUT')) {
    silent.push(...QUESTION_TYPES.filter((type) => !Object.hasOwn(records, type)).map((type) => ({ name, type })));
  }
  return records as FakeRecords;
}

const mx = (value: unknown): string => {
  const [preference, exchange] = value as [number, string];
  return `${preference} ${exchange === '' ? '.' : exchange}`;
};
/** The suite writes octets as characters up to U+00FF. */
function octets(value: unknown): Uint8Array[] {
  const chunks = [value].flat().map((chunk) => Buffer.from(String(chunk), 'latin1'));
  return chunks.length === 0 ? [Buffer.alloc(0)] : chunks;
}
