/** The store's interfaces as calls to its threads: reads to readers, everything that writes to the writer. */
import { compact, Freight } from './body-preparation.ts';
import type { ReadOps } from './read-ops.ts';
import type { PreparedAccept, Stored } from './statements/intake-writes.ts';
import type { ReaderPool, StoreThread } from './thread-pool.ts';
import type { WriteOps } from './write-ops.ts';
import { decodePage } from '../message-page.ts';
import { makeReceipt } from '../receipt.ts';
import type { CredentialStore } from '../credential-store.ts';
import type { DirectoryStore } from '../directory-store.ts';
import type { AcceptInput, IntakeStore } from '../intake-store.ts';
import type { LetterStore } from '../letter-store.ts';
import type { MailboxStore } from '../mailbox-store.ts';
import type { MessageStore } from '../message-store.ts';
import type { MetadataStore } from '../metadata-store.ts';
import type { QueueStore } from '../queue-store.ts';
import type { SettingsStore } from '../settings-store.ts';
import type { LetterId, ModSeq } from '../../model/ids.ts';
import { leavesOf, type SearchQuery } from '../../model/search-query.ts';

type Rest<F> = F extends (first: never, ...rest: infer A) => unknown ? A : never;
export type ReadCall = <K extends keyof ReadOps>(op: K, ...args: Rest<ReadOps[K]>) => Promise<ReturnType<ReadOps[K]>>;
export type WriteCall = <K extends keyof WriteOps>(
  op: K,
  ...args: Rest<WriteOps[K]>
) => Promise<ReturnType<WriteOps[K]>>;

export interface StoreCalls {
  readonly read: ReadCall;
  readonly write: WriteCall;
  readonly readers: ReaderPool;
  readonly writer: StoreThread;
}
export function storeCalls(readers: ReaderPool, writer: StoreThread): StoreCalls {
  return {
    readers,
    writer,
    read: ((op: string, ...args: unknown[]) => readers.call(op, args)) as unknown as ReadCall,
    write: ((op: string, ...args: unknown[]) => writer.call(op, args)) as unknown as WriteCall,
  };
}

async function prepareAccept(input: AcceptInput, freight: Freight): Promise<PreparedAccept> {
  const body = await freight.body(input.body);
  return {
    ...input,
    body,
    local: input.local.map((copy) => ({ ...copy, prefix: compact(copy.prefix) })),
    remote: input.remote.map((copy) => ({ ...copy, prefix: compact(copy.prefix) })),
  };
}

/** Writes with bodies aboard; spool files that did not become segments are removed. */
async function withFreight<T>(
  calls: StoreCalls,
  op: keyof WriteOps,
  load: (freight: Freight) => Promise<readonly unknown[]>,
): Promise<T> {
  const freight = new Freight(calls.readers);
  try {
    const args = await load(freight);
    return (await calls.writer.call(op, args, freight.bytes, freight.transfer)) as T;
  } finally {
    await freight.discard();
  }
}

export function intakeCalls(calls: StoreCalls): IntakeStore {
  return {
    accept: async (input) =>
      makeReceipt(
        input.letterId,
        await withFreight<Stored>(calls, 'accept', async (freight) => [await prepareAccept(input, freight)]),
      ),
    append: async (mailboxId, messages, by, replaced) => {
      const done = await withFreight<Stored>(calls, 'append', async (freight) => {
        const prepared = [];
        for (const message of messages) prepared.push({ ...message, body: await freight.body(message.body) });
        return [mailboxId, prepared, by ?? null, replaced ?? null];
      });
      return makeReceipt('' as LetterId, done);
    },
  };
}

export function mailboxCalls({ read, write }: StoreCalls): MailboxStore {
  return {
    list: (viewer) => read('listMailboxes', viewer),
    shared: (viewer) => read('sharedMailboxes', viewer),
    find: (viewer, name) => read('findMailbox', viewer, name),
    byId: (viewer, id) => read('mailboxById', viewer, id),
    subscriptions: (viewer) => read('subscriptions', viewer),
    create: (viewer, name, specialUse) => write('createMailbox', viewer, name, specialUse),
    rename: (viewer, from, to) => write('renameMailbox', viewer, from, to),
    remove: (viewer, name) => write('removeMailbox', viewer, name),
    subscribe: (viewer, name, subscribed) => write('subscribe', viewer, name, subscribed),
    acl: (id) => read('acl', id),
    changeRights: (viewer, id, change) => write('changeRights', viewer, id, change),
    setSeenPrivate: (id, isPrivate) => write('setSeenPrivate', id, isPrivate),
  };
}

export function metadataCalls({ read, write }: StoreCalls): MetadataStore {
  return {
    entries: (viewer, mailboxId) => read('metadataEntries', viewer, mailboxId),
    set: (viewer, mailboxId, changes) => write('setMetadata', viewer, mailboxId, changes),
  };
}

/** Few messages, and nothing of their texts: what FETCH asks before it sets \Seen must not wait behind a long search. */
function isSmall(query: SearchQuery): boolean {
  const parts = query.kind === 'and' ? query.of : [query];
  const uids = parts.find((part) => part.kind === 'uids');
  if (uids === undefined || leavesOf(query).some((leaf) => 'text' in leaf || leaf.kind === 'threadId')) return false;
  return uids.ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0) <= SMALL_MESSAGES;
}
const SMALL_MESSAGES = 1_000;

export function messageCalls({ read, write, readers }: StoreCalls): MessageStore {
  return {
    uids: (mailboxId) => read('uids', mailboxId),
    page: async (query) => decodePage(await read('page', query)),
    async fetch(query) {
      const { buffer, ...page } = await read('fetchRows', query);
      return { ...page, octets: new Uint8Array(buffer) };
    },
    changedSince: (mailboxId, viewer, since) => read('changedSince', mailboxId, viewer, since),
    async setFlags(mailboxId, viewer, ranges, change) {
      const { uids, modSeqs, flags, modified, modSeq } = await write('setFlags', mailboxId, viewer, ranges, change);
      const rows = flags.map((of, at) => ({ uid: uids[at] as number, modSeq: modSeqs[at] as ModSeq, flags: of }));
      return { rows, modified, modSeq };
    },
    copy: (from, viewer, ranges, to) => write('copy', from, viewer, ranges, to),
    move: (from, viewer, ranges, to) => write('move', from, viewer, ranges, to),
    expunge: (mailboxId, viewer, ranges, options) => write('expunge', mailboxId, viewer, ranges, options),
    expungedSince: (mailboxId, since) => read('expungedSince', mailboxId, since),
    search: async (...args) =>
      (await (isSmall(args[2]) ? readers.call('search', args) : readers.callSlow('search', args))) as ReturnType<
        ReadOps['search']
      >,
    sort: async (...args) => (await readers.callSlow('sort', args)) as ReturnType<ReadOps['sort']>,
    thread: async (...args) => (await readers.callSlow('thread', args)) as ReturnType<ReadOps['thread']>,
    keywords: (mailboxId) => read('keywords', mailboxId),
  };
}

export function queueCalls(calls: StoreCalls): QueueStore {
  const { read, write } = calls;
  return {
    freeForeignLeases: (engineId) => write('freeForeignLeases', engineId),
    leaseDue: (engineId, now, limit, busyDomains) => write('leaseDue', engineId, now, limit, busyDomains),
    nextDueAt: () => read('nextDueAt'),
    settle: (engineId, settlements) =>
      withFreight(calls, 'settle', async (freight) => {
        const prepared = [];
        for (const { report, ...rest } of settlements) {
          const letter =
            report === null ? null : { kind: report.kind, letter: await prepareAccept(report.letter, freight) };
          prepared.push({ ...rest, report: letter });
        }
        return [engineId, prepared];
      }),
    unlease: (engineId, ids) => write('unlease', engineId, ids),
    list: (filter) => read('listQueue', filter),
    get: (id) => read('getEntry', id),
    summary: () => read('queueSummary'),
    setPaused: (paused) => write('setPaused', paused),
    retryNow: (ids, now, by) => write('retryNow', ids, now, by),
    hold: (ids, by) => write('hold', ids, by),
    release: (ids, now, by) => write('release', ids, now, by),
    drop: (ids, by) => write('drop', ids, by),
    failByHand: (entries, by) =>
      withFreight(calls, 'failByHand', async (freight) => {
        const prepared = [];
        for (const { id, report } of entries)
          prepared.push({ id, report: report === null ? null : await prepareAccept(report, freight) });
        return [prepared, by];
      }),
  };
}

export function letterCalls({ read }: StoreCalls): LetterStore {
  return {
    search: (filter) => read('searchLetters', filter),
    get: (id) => read('getLetter', id),
    bodyOf: (id) => read('bodyOf', id),
    hourly: (since, before) => read('hourlyCounts', since, before),
  };
}

export function directoryCalls({ read, write }: StoreCalls): DirectoryStore {
  return {
    resolve: (address) => read('resolveAddress', address),
    account: (id) => read('account', id),
    accountByAddress: (address) => read('accountByAddress', address),
    ownAddresses: (id) => read('ownAddresses', id),
    domains: (query) => read('domains', query),
    domain: (name) => read('domain', name),
    createDomain: (input) => write('createDomain', input),
    updateDomain: (id, patch) => write('updateDomain', id, patch),
    removeDomain: (id) => write('removeDomain', id),
    dkimKey: (name) => read('dkimKey', name),
    accounts: (query) => read('accounts', query),
    createAccount: (input) => write('createAccount', input),
    updateAccount: (id, patch) => write('updateAccount', id, patch),
    removeAccount: (id) => write('removeAccount', id),
    quota: (id) => read('accountQuota', id),
    setQuota: (id, limits) => write('setQuota', id, limits),
    noteLogin: (id, at, protocol, peer) => write('noteLogin', id, at, protocol, peer),
    aliases: (query) => read('aliases', query),
    createAlias: (address, targets) => write('createAlias', address, targets),
    updateAlias: (id, targets) => write('updateAlias', id, targets),
    removeAlias: (id) => write('removeAlias', id),
  };
}

export function credentialCalls({ read, write }: StoreCalls): CredentialStore {
  return {
    byAddress: (address) => read('credentialByAddress', address),
    setPassword: (id, passwordHash, scram) => write('setPassword', id, passwordHash, scram ?? null),
    scram: (address) => read('scramByAddress', address),
    scramParameters: (id) => read('scramParameters', id),
    hasScramKeys: () => read('hasScramKeys'),
    fakeSaltSecret: () => read('fakeSaltSecret'),
    appPasswords: (id) => read('appPasswords', id),
    appPassword: (id) => read('appPassword', id),
    addAppPassword: (wanted, scram) => write('addAppPassword', wanted, scram),
    removeAppPassword: (id) => write('removeAppPassword', id),
    noteAppPasswordUse: (id, use) => write('noteAppPasswordUse', id, use),
    addWebLogin: (tokenHash, login) => write('addWebLogin', tokenHash, login),
    webLogin: (tokenHash, now) => read('webLogin', tokenHash, now),
    removeWebLogin: (tokenHash) => write('removeWebLogin', tokenHash),
  };
}
export function settingsCalls({ read, write }: StoreCalls): SettingsStore {
  return { all: () => read('allSettings'), set: (values) => write('setSettings', values) };
}
