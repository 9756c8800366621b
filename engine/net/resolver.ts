/**
 * What the engine asks of the DNS. An answer is a value: that a name does not exist, that it has no such record and that nobody
 * answered are three different things; the last is never taken for one of the others. RFC 1035, RFC 2308, RFC 7505
 */
export type DnsFailure = 'timeout' | 'serverFailed' | 'refused' | 'unreachable' | 'badAnswer' | 'cancelled';

interface Kept {
  /** How long whoever asked may use the answer again; missing: not at all. */
  readonly keepSeconds?: number;
}
export type DnsAnswer<Item> =
  | ({
      readonly kind: 'found';
      readonly records: readonly Item[];
      /** Seconds; null where not told. */ readonly ttl: number | null;
    } & Kept)
  /** The name exists and has no record of this type. */
  | ({ readonly kind: 'none' } & Kept)
  | ({ readonly kind: 'nxdomain' } & Kept)
  /** Nobody knows: try again later. */
  | { readonly kind: 'failed'; readonly reason: DnsFailure };

export interface MxRecord {
  readonly preference: number;
  /** Host name without trailing dot; '' for a null MX. */
  readonly exchange: string;
}

/** Names are A-labels, with or without trailing dot. No method rejects. */
export interface Resolver {
  mx(name: string): Promise<DnsAnswer<MxRecord>>;
  a(name: string): Promise<DnsAnswer<string>>;
  aaaa(name: string): Promise<DnsAnswer<string>>;
  /** Each record's character-strings joined. */
  txt(name: string): Promise<DnsAnswer<string>>;
  cname(name: string): Promise<DnsAnswer<string>>;
  /** @param address IPv4 or IPv6 address, not its name in arpa */
  ptr(address: string): Promise<DnsAnswer<string>>;
}

/** Whether a name can exist in the DNS at all: labels of 1 to 63 octets, 253 in all. RFC 1035 2.3.4 */
export function isPossibleName(name: string): boolean {
  const bare = name.endsWith('.') ? name.slice(0, -1) : name;
  return (
    bare.length <= 253 &&
    /^[\x21-\x7e]+$/.test(bare) &&
    bare.split('.').every((label) => label.length >= 1 && label.length <= 63)
  );
}

/** The name under in-addr.arpa or ip6.arpa that holds the PTR record of an address. RFC 1035 3.5, RFC 3596 2.5 */
export function reverseName(address: string): string {
  if (!address.includes(':')) return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
  const groups = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
  const [head = '', tail] = groups;
  const start = head === '' ? [] : head.split(':');
  const end = tail === undefined || tail === '' ? [] : tail.split(':');
  const middle = tail === undefined ? [] : Array<string>(8 - start.length - end.length).fill('0');
  const nibbles = [...start, ...middle, ...end].map((group) => group.padStart(4, '0')).join('');
  return `${[...nibbles].reverse().join('.')}.ip6.arpa`;
}

/** The address whose PTR record lies under a name of in-addr.arpa or ip6.arpa; '' when it is none. */
export function addressOfReverseName(name: string): string {
  const v4 = /^((?:\d{1,3}\.){4})in-addr\.arpa$/i.exec(name)?.[1];
  if (v4 !== undefined) return v4.slice(0, -1).split('.').reverse().join('.');
  const v6 = /^((?:[0-9a-f]\.){32})ip6\.arpa$/i.exec(name)?.[1];
  return v6 === undefined ? '' : (v6.replaceAll('.', '').split('').reverse().join('').match(/.{4}/g) ?? []).join(':');
}
