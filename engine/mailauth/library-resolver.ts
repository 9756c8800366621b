/**
 * Our resolver as the library wants it: records by type name, "no" by an error code. Whatever is no answer becomes a code that it
 * counts as temporary; an impossible name one that it counts as malformed. RFC 7208 4.4, 5
 */
import { isPossibleName, type DnsFailure } from '../net/resolver.ts';
import { QUESTION_TYPES, type AnyDnsAnswer, type QuestionType } from './auth-thread-messages.ts';

export type LookUp = (type: QuestionType, name: string) => Promise<AnyDnsAnswer>;
/** The library's own type forgets MX records. */
export type LibraryResolver = (name: string, type: string) => Promise<string[][] | string[]>;

const FAILURE_CODES: Readonly<Record<DnsFailure, string>> = {
  timeout: 'ETIMEOUT',
  refused: 'EREFUSED',
  serverFailed: 'ESERVFAIL',
  unreachable: 'ECONNREFUSED',
  badAnswer: 'EBADRESP',
  cancelled: 'ECANCELLED',
};
/** Far above what SPF, DMARC and any honest number of signatures ask. */
const MAX_QUESTIONS = 150;

/** @returns a resolver for one letter; its questions are counted */
export function libraryResolver(lookUp: LookUp): LibraryResolver {
  let asked = 0;
  return async (name, type) => {
    const known = QUESTION_TYPES.find((one) => one === type);
    if (known === undefined) throw dnsError('ENOTIMP', type, name);
    if (!isPossibleName(name)) throw dnsError('EBADNAME', type, name);
    asked += 1;
    if (asked > MAX_QUESTIONS) throw dnsError('ECANCELLED', type, name);
    const answer = await lookUp(known, name);
    switch (answer.kind) {
      case 'found':
        return asLibraryRecords(known, answer.records);
      case 'none':
        throw dnsError('ENODATA', type, name);
      case 'nxdomain':
        throw dnsError('ENOTFOUND', type, name);
      case 'failed':
        throw dnsError(FAILURE_CODES[answer.reason], type, name);
    }
  };
}

type Records = Extract<AnyDnsAnswer, { kind: 'found' }>['records'];
function asLibraryRecords(type: QuestionType, records: Records): string[][] | string[] {
  const items: unknown[] = records.map((record) => {
    if (typeof record !== 'string') return { exchange: record.exchange, priority: record.preference };
    return type === 'TXT' ? [record] : record;
  });
  return items as string[];
}

function dnsError(code: string, type: string, name: string): Error {
  return Object.assign(new Error(`${type} ${name}: ${code}`), { code });
}
