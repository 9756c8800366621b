/** DNS records a domain should have, and what was found in their place. RFC 5321 5.1, 7208, 6376, 7489, 1035 */
export type RecordPurpose = 'mx' | 'spf' | 'dkim' | 'dmarc' | 'ptr' | 'a';
export type RecordVerdict = 'ok' | 'missing' | 'different' | 'unknown' | 'optional';
export type RecordProblem =
  'notFound' | 'otherValue' | 'severalRecords' | 'otherKey' | 'noAnswer' | 'addressUnknown' | 'notOurs';

export interface DnsRecord {
  readonly purpose: RecordPurpose;
  readonly type: 'MX' | 'TXT' | 'PTR' | 'A' | 'AAAA';
  /** Absolute, without trailing dot; and as most panels want it, without the domain (`@` for itself). '' where the server's address is not known. */
  readonly name: string;
  readonly relativeName: string;
  /** One string; `chunks` has it cut for panels that take 255 octets at a time. '' where it is not known. */
  readonly value: string;
  readonly chunks: readonly string[];
  readonly priority: number | null;
  readonly optional: boolean;
}
export interface DnsRecordCheck extends DnsRecord {
  readonly verdict: RecordVerdict;
  readonly found: readonly string[];
  /** Why it is not ok, as a code the screen explains; null when ok. */
  readonly problem: RecordProblem | null;
  /** The value to publish when the found one is to be kept and completed (SPF). */
  readonly mergedValue: string | null;
  readonly matters: 'sending' | 'receiving' | 'trust';
}
export interface DomainDns {
  readonly domain: string;
  readonly checkedAt: number | null;
  readonly records: readonly DnsRecordCheck[];
}
