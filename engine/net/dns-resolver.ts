/**
 * Resolver over the system's stub library with our own servers, limits and a small memory. RFC 1035 7, RFC 2308
 * The library tells lifetimes of addresses only; other answers are kept for a short fixed time, a "no" for a shorter one. Failures are never kept.
 */
import { promises as dns } from 'node:dns';
import { isIP } from 'node:net';
import { LRUCache } from 'lru-cache';
import { assertNever } from '../lib/assert.ts';
import { createSemaphore } from '../lib/semaphore.ts';
import { isPossibleName, type DnsAnswer, type DnsFailure, type MxRecord, type Resolver } from './resolver.ts';

export interface DnsResolverOptions {
  /** An address and port, or as text `address`, `address:port`, `[IPv6]:port`; none: those of the system. */
  readonly servers?: readonly (string | { readonly host: string; readonly port: number })[];
  /** For the first try; the library lengthens the following ones. */
  readonly timeoutMs?: number;
  readonly tries?: number;
  /** Questions under way at a time: more of them drown a small router. */
  readonly concurrency?: number;
  /** Longest time an answer is kept; 0: ask anew each time. */
  readonly cacheSeconds?: number;
}
export interface DnsResolver extends Resolver {
  /** Ends what is under way; it answers `failed`. */
  cancel(): void;
}

const UNTOLD_TTL_SECONDS = 30;
const NO_TTL_SECONDS = 10;
const CACHED_ANSWERS = 5_000;

/** @throws RangeError naming the server address that cannot be used */
export function createDnsResolver(options: DnsResolverOptions = {}): DnsResolver {
  const { timeoutMs = 3_000, tries = 2, concurrency = 50, cacheSeconds = 300 } = options;
  const library = new dns.Resolver({ timeout: timeoutMs, tries });
  if (options.servers !== undefined && options.servers.length > 0) useServers(library, options.servers.map(serverText));
  const room = createSemaphore(concurrency);
  const memory = new LRUCache<string, DnsAnswer<unknown>>({ max: CACHED_ANSWERS });

  async function ask<Item>(
    type: string,
    name: string,
    question: () => Promise<readonly Item[]>,
    ttlOf: (records: readonly Item[]) => number | null = () => null,
  ): Promise<DnsAnswer<Item>> {
    if (!isPossibleName(name)) return { kind: 'nxdomain' };
    const key = `${type} ${name.toLowerCase()}`;
    const known = memory.get(key) as DnsAnswer<Item> | undefined;
    if (known !== undefined) return known;
    const answer = await room.run(() => answered(question, ttlOf));
    const keepSeconds = Math.min(lifetime(answer), cacheSeconds);
    if (answer.kind === 'failed' || keepSeconds <= 0) return answer;
    const kept = { ...answer, keepSeconds };
    memory.set(key, kept, { ttl: keepSeconds * 1000 });
    return kept;
  }
  const addresses = async (type: 'A' | 'AAAA', name: string): Promise<DnsAnswer<string>> => {
    const answer = await ask(
      type,
      name,
      () => (type === 'A' ? library.resolve4(name, { ttl: true }) : library.resolve6(name, { ttl: true })),
      (records) => Math.min(...records.map((record) => record.ttl)),
    );
    return answer.kind === 'found' ? { ...answer, records: answer.records.map((record) => record.address) } : answer;
  };
  return {
    a: (name) => addresses('A', name),
    aaaa: (name) => addresses('AAAA', name),
    mx: (name) => ask('MX', name, async () => (await library.resolveMx(name)).map(asMx)),
    txt: (name) => ask('TXT', name, async () => (await library.resolveTxt(name)).map((chunks) => chunks.join(''))),
    cname: (name) => ask('CNAME', name, () => library.resolveCname(name)),
    ptr: (address) =>
      isIP(address) === 0 ? Promise.resolve({ kind: 'nxdomain' }) : ask('PTR', address, () => library.reverse(address)),
    cancel: () => library.cancel(),
  };
}

const asMx = (record: { priority: number; exchange: string }): MxRecord => ({
  preference: record.priority,
  exchange: record.exchange,
});

const serverText = (server: string | { readonly host: string; readonly port: number }): string => {
  if (typeof server === 'string') return server;
  return `${isIP(server.host) === 6 ? `[${server.host}]` : server.host}:${server.port}`;
};

function useServers(library: dns.Resolver, servers: readonly string[]): void {
  for (const server of servers) {
    try {
      library.setServers([server]);
    } catch (cause) {
      throw new RangeError(
        `"${server}" is no DNS server address; write 192.0.2.53, 192.0.2.53:5300 or [2001:db8::53]:53`,
        {
          cause,
        },
      );
    }
  }
  library.setServers(servers);
}

/** Seconds. */
function lifetime(answer: DnsAnswer<unknown>): number {
  switch (answer.kind) {
    case 'found':
      return answer.ttl ?? UNTOLD_TTL_SECONDS;
    case 'none':
    case 'nxdomain':
      return NO_TTL_SECONDS;
    case 'failed':
      return 0;
    default:
      return assertNever(answer, 'DNS answer');
  }
}
async function answered<Item>(
  question: () => Promise<readonly Item[]>,
  ttlOf: (records: readonly Item[]) => number | null,
): Promise<DnsAnswer<Item>> {
  try {
    const records = await question();
    return records.length > 0 ? { kind: 'found', records, ttl: ttlOf(records) } : { kind: 'none' };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENODATA') return { kind: 'none' };
    if (code === 'ENOTFOUND') return { kind: 'nxdomain' };
    // EBADNAME too: the library takes no name with e.g. a colon, in the question or in an answer, though it may exist.
    return { kind: 'failed', reason: FAILURES[String(code)] ?? 'badAnswer' };
  }
}

const FAILURES: Readonly<Record<string, DnsFailure>> = {
  ETIMEOUT: 'timeout',
  ESERVFAIL: 'serverFailed',
  EREFUSED: 'refused',
  ECONNREFUSED: 'unreachable',
  ENETUNREACH: 'unreachable',
  ECANCELLED: 'cancelled',
  EDESTRUCTION: 'cancelled',
};
