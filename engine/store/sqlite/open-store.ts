/** Opens the store of a data folder: starts its threads, joins their calls to the contract. */
import { maintenance } from './maintenance.ts';
import { SegmentBodies } from './body-reader.ts';
import type { RecoveredTail } from './body-intake.ts';
import type { LogData } from './log-thread.ts';
import { LogWriter } from './log-writer.ts';
import type { DatabaseFaults } from './open-database.ts';
import type { ReaderData } from './reader-thread.ts';
import type { SearchData } from './search-thread.ts';
import * as joined from './store-calls.ts';
import { THREAD_FILES } from './thread-file.ts';
import { LateThread, ReaderPool, StoreThread, type ThreadOptions } from './thread-pool.ts';
import type { WriterData } from './writer-thread.ts';
import { ChangeHub, type CommitChange } from '../change-hub.ts';
import type { IntegrityStore } from '../integrity-store.ts';
import type { LogStore } from '../log-store.ts';
import type { SyncFaults } from '../segments/segment-writer.ts';
import type { Store } from '../store.ts';
import type { Clock } from '../../lib/clock.ts';

/** What the store tells the log, with the catalogue's codes and fields. */
export interface StoreEvents {
  'store.readOnly': { readonly reason: string };
  'store.writable': Readonly<Record<never, never>>;
  'store.recovered': { readonly segment: string; readonly ignoredBytes: number };
  'store.compacted': { readonly freedBytes: number };
}
export type StoreEmit = <C extends keyof StoreEvents>(code: C, fields: StoreEvents[C]) => void;

export interface SqliteStoreOptions {
  /** Reader threads at most; 2 when not said. */
  readonly readers?: number | undefined;
  /** Size at which a segment is sealed; 128 MiB when not said. */
  readonly segmentBytes?: number | undefined;
  /** What a search may take at most; 20 s when not said. */
  readonly searchBudgetMs?: number | undefined;
  /** How often a refusing disk is asked again; 1 s when not said. */
  readonly probeMs?: number | undefined;
  /** Log events kept; one million when not said. */
  readonly keepEvents?: number | undefined;
  /** Time between two background compactions; an hour when not said, 0 for none. */
  readonly compactEveryMs?: number | undefined;
  /** `close` checks the store first and throws what it finds. For tests. */
  readonly verifyOnClose?: boolean | undefined;
  /** Syncs left out on purpose. For the power-cut test alone. */
  readonly faults?: (DatabaseFaults & SyncFaults) | undefined;
  /** A thread ended by itself; the process should end and start again. Thrown as uncaught when not given. */
  readonly onThreadLost?: ((error: Error) => void) | undefined;
}
export interface OpenStoreInput {
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly emit?: StoreEmit | undefined;
  readonly options?: SqliteStoreOptions | undefined;
}
const HOUR_MS = 3_600_000;
/** Letters of a burst wake the search thread once. */
const WAKE_SEARCH_MS = 100;
const COMPACT_AFTER_MS = 30 * 24 * HOUR_MS;

/** @throws MailError `inUse` when another engine has the folder, `cannot` when it is unusable; both say what to do */
export async function openSqliteStore(
  input: OpenStoreInput,
): Promise<{ readonly store: Store; readonly log: LogStore }> {
  const { dataFolder, clock, options = {}, emit = () => undefined } = input;
  const hub = new ChangeHub();
  const onLost = options.onThreadLost ?? raise;
  const common = { now: () => clock.now(), onLost };
  const search = new LateThread({
    ...{ ...common, name: 'postane-search', file: THREAD_FILES.search },
    data: { dataFolder } satisfies SearchData,
  });
  const wakeSearch = gathered(clock, WAKE_SEARCH_MS, () => search.wake());
  const onChanges = (changes: readonly CommitChange[]): void => {
    report(changes, emit);
    hub.deliver(changes);
    if (changes.some((item) => item.scope === 'mailbox' && item.change.kind === 'added')) wakeSearch();
  };
  const { thread: writer, value: tails } = await StoreThread.start({
    ...common,
    ...writerThread(dataFolder, options),
    onChanges,
  });
  const started: StoreThread[] = [writer];
  try {
    for (const { segment, ignoredBytes } of tails as RecoveredTail[])
      emit('store.recovered', { segment, ignoredBytes });
    const start = async (thread: Pick<ThreadOptions, 'name' | 'file' | 'data'>) => {
      const made = await StoreThread.start({ ...common, ...thread });
      started.push(made.thread);
      return made;
    };
    const [reader, logThread] = await Promise.all([
      start(readerThread(dataFolder, options, 0)),
      start(logThreadOf(dataFolder, options)),
    ]);
    const readers = new ReaderPool({
      first: reader.thread,
      most: options.readers ?? 2,
      another: (index) => StoreThread.begin({ ...common, ...readerThread(dataFolder, options, index) }),
    });
    const log = new LogWriter(logThread.thread, clock);
    const store = assemble({ input, hub, readers, writer, search, emit });
    search.wake();
    return { store, log };
  } catch (error) {
    for (const thread of started.reverse()) await thread.close();
    throw error;
  }
}

interface Parts {
  readonly input: OpenStoreInput;
  readonly hub: ChangeHub;
  readonly readers: ReaderPool;
  readonly writer: StoreThread;
  readonly search: LateThread;
  readonly emit: StoreEmit;
}
function assemble({ input, hub, readers, writer, search, emit }: Parts): Store {
  const { dataFolder, clock, options = {} } = input;
  const calls = joined.storeCalls(readers, writer);
  const bodies = new SegmentBodies(dataFolder, readers);
  const integrity = maintenance(calls, bodies, {
    dataFolder,
    search,
    clock,
    compactAfterMs: COMPACT_AFTER_MS,
    onCompacted: (freedBytes) => emit('store.compacted', { freedBytes }),
  });
  const stopCompaction = compactInBackground(integrity, clock, options.compactEveryMs ?? HOUR_MS);
  return {
    intake: joined.intakeCalls(calls),
    bodies,
    mailboxes: joined.mailboxCalls(calls),
    metadata: joined.metadataCalls(calls),
    messages: joined.messageCalls(calls),
    queue: joined.queueCalls(calls),
    letters: joined.letterCalls(calls),
    directory: joined.directoryCalls(calls),
    credentials: joined.credentialCalls(calls),
    settings: joined.settingsCalls(calls),
    integrity,
    changes: hub,
    async close() {
      stopCompaction();
      const verdict = options.verifyOnClose === true ? await verify(integrity) : null;
      await Promise.all([search.close(), readers.close()]);
      await bodies.close();
      await writer.close();
      if (verdict !== null) throw verdict;
    },
  };
}

async function verify(integrity: IntegrityStore): Promise<Error | null> {
  const { findings } = await integrity.check({ bodies: true, repair: false });
  if (findings.length === 0) return null;
  return new Error(`the store is not whole: ${findings.map(({ code, detail }) => `${code} (${detail})`).join('; ')}`);
}

/** @returns the function that stops it */
function compactInBackground(integrity: IntegrityStore, clock: Clock, everyMs: number): () => void {
  if (everyMs === 0) return () => undefined;
  let cancel = (): void => undefined;
  const plan = (): void => {
    cancel = clock.after(everyMs, () => {
      integrity.compact().then(plan, plan);
    });
  };
  plan();
  return () => cancel();
}

/** Calls once, `ms` after the first of the calls that are gathered. */
function gathered(clock: Clock, ms: number, call: () => void): () => void {
  let waits = false;
  return () => {
    if (waits) return;
    waits = true;
    clock.after(ms, () => {
      waits = false;
      call();
    });
  };
}
function report(changes: readonly CommitChange[], emit: StoreEmit): void {
  for (const item of changes) {
    if (item.scope !== 'store' || item.change.kind !== 'writable') continue;
    if (item.change.writable) emit('store.writable', {});
    else emit('store.readOnly', { reason: item.change.reason });
  }
}
function raise(error: Error): void {
  queueMicrotask(() => {
    throw error;
  });
}
function writerThread(
  dataFolder: string,
  options: SqliteStoreOptions,
): Pick<ThreadOptions, 'name' | 'file' | 'data' | 'youngMb'> {
  const data: WriterData = {
    dataFolder,
    segmentBytes: options.segmentBytes ?? 128 * 1024 * 1024,
    probeMs: options.probeMs ?? 1_000,
    faults: options.faults ?? {},
  };
  return { name: 'postane-writer', file: THREAD_FILES.writer, data, youngMb: 16 };
}
function readerThread(
  dataFolder: string,
  options: SqliteStoreOptions,
  i: number,
): Pick<ThreadOptions, 'name' | 'file' | 'data' | 'youngMb'> {
  const data: ReaderData = { dataFolder, searchBudgetMs: options.searchBudgetMs ?? 20_000 };
  return { name: `postane-reader-${i + 1}`, file: THREAD_FILES.reader, data, youngMb: 12 };
}
function logThreadOf(dataFolder: string, options: SqliteStoreOptions): Pick<ThreadOptions, 'name' | 'file' | 'data'> {
  const data: LogData = { dataFolder, keepEvents: options.keepEvents ?? 1_000_000 };
  return { name: 'postane-log', file: THREAD_FILES.log, data };
}
