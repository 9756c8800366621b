/**
 * Looks each wanted record up and says what it is worth: right, missing, different, or nobody answered. No answer is never
 * "missing". RFC 7208 4.5 (several SPF records), RFC 6376 3.6.1, RFC 7489 6.6.3
 */
import { assertNever } from '../lib/assert.ts';
import type { DnsRecord, DnsRecordCheck, RecordProblem } from '../model/dns-record.ts';
import type { DnsAnswer, Resolver } from '../net/resolver.ts';
import { allowsMx, isSpf, mergeSpf } from './spf-value.ts';

export async function checkRecords(
  records: readonly DnsRecord[],
  resolver: Resolver,
): Promise<readonly DnsRecordCheck[]> {
  return Promise.all(records.map((record) => checkRecord(record, resolver)));
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

async function checkRecord(record: DnsRecord, resolver: Resolver): Promise<DnsRecordCheck> {
  const { found, problem, mergedValue } = await judge(record, resolver);
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

function judge(record: DnsRecord, resolver: Resolver): Promise<Judgement> {
  switch (record.purpose) {
    case 'mx':
      return judgeMx(record, resolver);
    case 'spf':
      return judgeSpf(record, resolver);
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
  const found = got.records.map(({ preference, exchange }) => `${preference} ${exchange || '.'}`);
  return { found, problem: got.records.some(({ exchange }) => sameName(exchange, record.value)) ? null : 'otherValue' };
}
async function judgeSpf(record: DnsRecord, resolver: Resolver): Promise<Judgement> {
  const got = recordsOf(await resolver.txt(record.name));
  if ('end' in got) return got.end;
  const found = got.records.filter(isSpf);
  const [only, ...more] = found;
  if (only === undefined) return { found, problem: 'notFound' };
  if (more.length > 0) return { found, problem: 'severalRecords' };
  return allowsMx(only) ? { found, problem: null } : { found, problem: 'otherValue', mergedValue: mergeSpf(only) };
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
  const got = recordsOf(record.type === 'AAAA' ? await resolver.aaaa(record.name) : await resolver.a(record.name));
  if ('end' in got) return got.end;
  const found = [...got.records];
  if (record.value === '') return { found, problem: null };
  return { found, problem: found.includes(record.value) ? null : 'otherValue' };
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
  const reversed = /^((?:\d{1,3}\.){4})in-addr\.arpa$/.exec(record.name)?.[1];
  if (reversed !== undefined) return reversed.slice(0, -1).split('.').reverse().join('.');
  if (record.name.endsWith('.ip6.arpa')) {
    const digits = record.name.slice(0, -'.ip6.arpa'.length).split('.').reverse().join('');
    return digits.match(/.{4}/g)?.join(':') ?? null;
  }
  const answer = await resolver.a(record.value);
  return answer.kind === 'found' ? (answer.records[0] ?? null) : null;
}
