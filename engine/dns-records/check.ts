/**
 * Looks each wanted record up and says what it is worth: right, missing, different, or nobody answered. No answer is never
 * "missing". RFC 7208 4.5 (several SPF records), RFC 6376 3.6.1, RFC 7489 6.6.3
 */
import { assertNever } from '../lib/assert.ts';
import type { DnsRecord, DnsRecordCheck, RecordProblem } from '../model/dns-record.ts';
import { addressKind, normalizeAddress } from '../net/peer.ts';
import { addressOfReverseName, type DnsAnswer, type Resolver } from '../net/resolver.ts';
import { allowsAddresses, allowsMx, isSpf, mergeSpf } from './spf-value.ts';

export async function checkRecords(
  records: readonly DnsRecord[],
  resolver: Resolver,
): Promise<readonly DnsRecordCheck[]> {
  const addresses = records.filter(({ purpose, value }) => purpose === 'a' && value !== '').map(({ value }) => value);
  return Promise.all(records.map((record) => checkRecord(record, resolver, addresses)));
}

const MATTERS: Readonly<Record<DnsRecord['purpose'], DnsRecordCheck['matters']>> = {
  mx: 'receiving',
  a: 'receiving',
  spf: 'sending',
  dkim: 'sending',
  dmarc: 'trust',
  ptr: 'sending',
};

type Judgement = {
  readonly found: readonly string[];
  readonly problem: RecordProblem | null;
  readonly mergedValue?: string;
};

async function checkRecord(
  record: DnsRecord,
  resolver: Resolver,
  addresses: readonly string[],
): Promise<DnsRecordCheck> {
  const { found, problem, mergedValue } = await judge(record, resolver, addresses);
  return {
    ...record,
    verdict: verdictOf(problem),
    found,
    problem,
    mergedValue: mergedValue ?? null,
    matters: MATTERS[record.purpose],
  };
}
function verdictOf(problem: RecordProblem | null): DnsRecordCheck['verdict'] {
  switch (problem) {
    case null:
      return 'ok';
    case 'notFound':
      return 'missing';
    case 'otherValue':
    case 'severalRecords':
    case 'otherKey':
    case 'notOurs':
      return 'different';
    case 'noAnswer':
    case 'addressUnknown':
      return 'unknown';
    default:
      return assertNever(problem, 'record problem');
  }
}

/** @param addresses those of this server, as far as they are known */
function judge(record: DnsRecord, resolver: Resolver, addresses: readonly string[]): Promise<Judgement> {
  switch (record.purpose) {
    case 'mx':
      return judgeMx(record, resolver);
    case 'spf':
      return judgeSpf(record, resolver, addresses);
    case 'dkim':
      return judgeDkim(record, resolver);
    case 'dmarc':
      return judgeDmarc(record, resolver);
    case 'a':
      return judgeHost(record, resolver);
    case 'ptr':
      return judgePtr(record, resolver);
    default:
      return assertNever(record.purpose, 'record purpose');
  }
}

/** @returns the records, or the judgement that there are none to look at */
function recordsOf<T>(answer: DnsAnswer<T>): { readonly records: readonly T[] } | { readonly end: Judgement } {
  if (answer.kind === 'found') return { records: answer.records };
  return { end: { found: [], problem: answer.kind === 'failed' ? 'noAnswer' : 'notFound' } };
}
const sameName = (a: string, b: string) => a.toLowerCase().replace(/\.$/, '') === b.toLowerCase();

async function judgeMx(record: DnsRecord, resolver: Resolver): Promise<Judgement> {
  const got = recordsOf(await resolver.mx(record.name));
  if ('end' in got) return got.end;
  const sorted = [...got.records].sort((one, other) => one.preference - other.preference);
  const found = sorted.map(({ preference, exchange }) => `${preference} ${exchange || '.'}`);
  const ours = sorted.find(({ exchange }) => sameName(exchange, record.value));
  if (ours === undefined) return { found, problem: 'notOurs' };
  // Whoever stands before us gets the mail.
  return { found, problem: ours.preference === sorted[0]?.preference ? null : 'otherValue' };
}
async function judgeSpf(record: DnsRecord, resolver: Resolver, addresses: readonly string[]): Promise<Judgement> {
  const got = recordsOf(await resolver.txt(record.name));
  if ('end' in got) return got.end;
  const found = got.records.filter(isSpf);
  const [only, ...more] = found;
  if (only === undefined) return { found, problem: 'notFound' };
  if (more.length > 0) return { found, problem: 'severalRecords', mergedValue: mergeSpf(found) };
  if (allowsMx(only) || allowsAddresses(only, addresses)) return { found, problem: null };
  return { found, problem: 'otherValue', mergedValue: mergeSpf(found) };
}
const tag = (text: string, name: string): string | null =>
  new RegExp(`(?:^|;)\\s*${name}\\s*=([^;]*)`, 'i').exec(text)?.[1]?.replace(/\s+/g, '') ?? null;

async function judgeDkim(record: DnsRecord, resolver: Resolver): Promise<Judgement> {
  const got = recordsOf(await resolver.txt(record.name));
  if ('end' in got) return got.end;
  const found = got.records.filter((text) => tag(text, 'p') !== null);
  const [only, ...more] = found;
  if (only === undefined) return { found: got.records, problem: 'notFound' };
  if (more.length > 0) return { found, problem: 'severalRecords' };
  return { found, problem: tag(only, 'p') === tag(record.value, 'p') ? null : 'otherKey' };
}
async function judgeDmarc(record: DnsRecord, resolver: Resolver): Promise<Judgement> {
  const got = recordsOf(await resolver.txt(record.name));
  if ('end' in got) return got.end;
  const found = got.records.filter((text) => /^v=DMARC1\s*(;|$)/.test(text));
  if (found.length === 0) return { found: got.records, problem: 'notFound' };
  if (found.length > 1) return { found, problem: 'severalRecords' };
  return { found, problem: /^(none|quarantine|reject)$/i.test(tag(found[0]!, 'p') ?? '') ? null : 'otherValue' };
}
async function judgeHost(record: DnsRecord, resolver: Resolver): Promise<Judgement> {
  if (record.value === '') return judgeAnyAddress(record.name, resolver);
  const got = recordsOf(record.type === 'AAAA' ? await resolver.aaaa(record.name) : await resolver.a(record.name));
  if ('end' in got) return got.end;
  const wanted = normalizeAddress(record.value);
  const isThere = got.records.some((address) => normalizeAddress(address) === wanted);
  return { found: got.records, problem: isThere ? null : 'otherValue' };
}
/** Our own address is not known: some address of the internet must be there at least, of either family. */
async function judgeAnyAddress(name: string, resolver: Resolver): Promise<Judgement> {
  const answers = await Promise.all([resolver.a(name), resolver.aaaa(name)]);
  const found = answers.flatMap((answer) => (answer.kind === 'found' ? answer.records : []));
  if (found.some((address) => addressKind(address) === 'public')) return { found, problem: null };
  if (answers.some((answer) => answer.kind === 'failed')) return { found, problem: 'noAnswer' };
  return { found, problem: found.length === 0 ? 'notFound' : 'otherValue' };
}
async function judgePtr(record: DnsRecord, resolver: Resolver): Promise<Judgement> {
  const address = await addressOfPtr(record, resolver);
  if (address === null) return { found: [], problem: 'addressUnknown' };
  const got = recordsOf(await resolver.ptr(address));
  if ('end' in got) return got.end;
  return {
    found: got.records,
    problem: got.records.some((name) => sameName(name, record.value)) ? null : 'otherValue',
  };
}
/** Where our address is not known, it is what our name leads to. */
async function addressOfPtr(record: DnsRecord, resolver: Resolver): Promise<string | null> {
  if (record.name !== '') return addressOfReverseName(record.name);
  const answers = await Promise.all([resolver.a(record.value), resolver.aaaa(record.value)]);
  const all = answers.flatMap((answer) => (answer.kind === 'found' ? answer.records : []));
  return all.find((address) => addressKind(address) === 'public') ?? null;
}
