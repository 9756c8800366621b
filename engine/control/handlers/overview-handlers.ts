/** What the first screen says: state, counts, things to look at. Facts as codes; the screen makes the sentences. */
import type { Clock } from '../../lib/clock.ts';
import { formatAddress } from '../../model/address-text.ts';
import type { UnixMs } from '../../model/ids.ts';
import type { Store } from '../../store/store.ts';
import type { AttentionItem, EngineStatus, HealthItem, HourCounts, Overview } from '../contract.ts';
import type { Handlers } from '../dispatcher.ts';

export interface OverviewDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly status: () => Promise<EngineStatus>;
  readonly certificateEndsAt: () => number;
  /** Domains whose last DNS check found something wrong, and those never checked. */
  readonly dnsState: () => { readonly wrong: readonly string[]; readonly unchecked: readonly string[] };
  /** Connections and letters refused since midnight. */
  readonly refusedToday: () => number;
}
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LOW_DISK_BYTES = 2 * 1024 ** 3;
const CERTIFICATE_WARN_MS = 14 * DAY_MS;

interface Facts {
  readonly status: EngineStatus;
  readonly domains: readonly { readonly name: string }[];
  readonly accounts: readonly {
    readonly address: { readonly localpart: string; readonly domain: string };
    readonly quotaBytes: number | null;
    readonly usedBytes: number;
  }[];
  readonly failing: number;
  readonly oldestWaitingAt: number | null;
}

export function overviewHandlers(deps: OverviewDeps): Pick<Handlers, 'overview.get' | 'health.get' | 'status.get'> {
  const { store, clock } = deps;
  async function facts(): Promise<Facts> {
    const [status, domains, accounts, summary] = await Promise.all([
      deps.status(),
      store.directory.domains({ limit: 500 }),
      store.directory.accounts({ limit: 500 }),
      store.queue.summary(),
    ]);
    return {
      status,
      domains: domains.items,
      accounts: accounts.items,
      failing: summary.byState.failed,
      oldestWaitingAt: summary.oldestWaitingAt,
    };
  }
  return {
    'status.get': () => deps.status(),
    async 'health.get'() {
      const now = await facts();
      return { items: healthItems(now, deps), attention: attentionItems(now, deps) };
    },
    async 'overview.get'(): Promise<Overview> {
      const now = clock.now();
      const midnight = new Date(now).setHours(0, 0, 0, 0) as UnixMs;
      const dayAgo = (Math.floor((now - DAY_MS) / HOUR_MS) * HOUR_MS) as UnixMs;
      const [known, hourly, recent] = await Promise.all([
        facts(),
        store.letters.hourly(Math.min(dayAgo, midnight) as UnixMs, now),
        store.letters.search({ limit: 8 }),
      ]);
      const today = hourly.filter((hour) => hour.at >= midnight);
      const sum = (pick: (hour: (typeof hourly)[number]) => number) =>
        today.reduce((total, hour) => total + pick(hour), 0);
      const attention = attentionItems(known, deps);
      return {
        state: attention.some((item) => item.severity === 'bad')
          ? 'bad'
          : attention.some((item) => item.severity === 'warn')
            ? 'attention'
            : 'ok',
        today: {
          received: sum((hour) => hour.in),
          sent: sum((hour) => hour.out),
          failed: sum((hour) => hour.failed),
          refused: deps.refusedToday(),
        },
        waiting: known.status.queue.waiting,
        held: known.status.queue.held,
        paused: known.status.queue.paused,
        attention,
        health: healthItems(known, deps),
        hourly: everyHour(hourly, dayAgo, now),
        recent: recent.items,
      };
    },
  };
}

/** Hours in which nothing happened are hours too. */
function everyHour(counted: readonly HourCounts[], since: number, until: number): readonly HourCounts[] {
  const byHour = new Map(counted.map((hour) => [hour.at, hour]));
  const hours: HourCounts[] = [];
  for (let at = since; at <= until; at += HOUR_MS) hours.push(byHour.get(at) ?? { at, in: 0, out: 0, failed: 0 });
  return hours;
}

function attentionItems({ status, domains, accounts, oldestWaitingAt }: Facts, deps: OverviewDeps): AttentionItem[] {
  const now = deps.clock.now();
  const items: AttentionItem[] = [];
  const add = (
    code: AttentionItem['code'],
    severity: AttentionItem['severity'],
    params: AttentionItem['params'] = {},
  ) => items.push({ code, severity, params });
  if (!status.writable) add('diskFull', 'bad', { freeBytes: status.diskFreeBytes });
  else if (status.diskFreeBytes < LOW_DISK_BYTES) add('diskLow', 'warn', { freeBytes: status.diskFreeBytes });
  for (const listener of status.listeners) {
    if (listener.error !== null)
      add('listenerFailed', 'bad', {
        protocol: listener.protocol,
        port: listener.port,
        reason: listener.error.code,
        program: listener.error.program ?? '',
      });
  }
  if (domains.length === 0) add('noDomain', 'warn');
  else if (accounts.length === 0) add('noAccount', 'warn');
  if (status.queue.paused) add('queuePaused', 'warn', { waiting: status.queue.waiting });
  else if (oldestWaitingAt !== null && now - oldestWaitingAt > HOUR_MS)
    add('queueOld', 'warn', { since: oldestWaitingAt, waiting: status.queue.waiting });
  const dns = deps.dnsState();
  for (const domain of dns.wrong) add('dnsWrong', 'warn', { domain });
  if (status.profile === 'normal') for (const domain of dns.unchecked) add('dnsUnchecked', 'info', { domain });
  const ends = deps.certificateEndsAt();
  if (ends - now < CERTIFICATE_WARN_MS) add('certificateEnding', 'warn', { endsAt: ends });
  if (status.limitsMode === 'off') add('limitsOff', 'warn');
  for (const account of accounts) {
    if (account.quotaBytes !== null && account.usedBytes > account.quotaBytes * 0.95)
      add('quotaNearlyFull', 'warn', {
        address: formatAddress(account.address),
        usedBytes: account.usedBytes,
        quotaBytes: account.quotaBytes,
      });
  }
  add('noBackup', 'info', { dataFolder: status.dataFolder });
  return items;
}

function healthItems({ status, domains, failing, oldestWaitingAt }: Facts, deps: OverviewDeps): HealthItem[] {
  const failed = status.listeners.filter((listener) => listener.state === 'failed').length;
  const dns = deps.dnsState();
  const ends = deps.certificateEndsAt();
  const unchecked = domains.length === 0 || dns.unchecked.length > 0;
  return [
    { code: 'listeners', state: failed > 0 ? 'bad' : 'ok', params: { open: status.listeners.length - failed, failed } },
    { code: 'store', state: status.writable ? 'ok' : 'bad', params: {} },
    {
      code: 'disk',
      state: status.diskFreeBytes < LOW_DISK_BYTES ? 'warn' : 'ok',
      params: { freeBytes: status.diskFreeBytes },
    },
    {
      code: 'queue',
      state: status.queue.paused ? 'warn' : 'ok',
      params: {
        waiting: status.queue.waiting,
        held: status.queue.held,
        failed: failing,
        ...(oldestWaitingAt === null ? {} : { oldestAt: oldestWaitingAt }),
      },
    },
    {
      code: 'certificate',
      state: ends - deps.clock.now() < CERTIFICATE_WARN_MS ? 'warn' : 'ok',
      params: { endsAt: ends },
    },
    {
      code: 'dns',
      state: dns.wrong.length > 0 ? 'warn' : unchecked ? 'unknown' : 'ok',
      params: { wrong: dns.wrong.length, unchecked: dns.unchecked.length },
    },
    { code: 'backup', state: 'unknown', params: {} },
  ];
}
