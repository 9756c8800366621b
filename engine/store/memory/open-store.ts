/** The whole store contract in memory: for tests, transcripts and demonstrations. Nothing survives `close`. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryLog } from './memory-log.ts';
import * as credentials from './credentials.ts';
import * as directory from './directory.ts';
import * as intake from './intake.ts';
import * as letters from './letters.ts';
import * as access from './mailbox-access.ts';
import * as mailboxes from './mailboxes.ts';
import * as reads from './message-reads.ts';
import * as messages from './messages.ts';
import * as metadata from './metadata.ts';
import * as queue from './queue.ts';
import * as searches from './searches.ts';
import { changedSince, fetchRows } from './fetch-rows.ts';
import { MemoryState, MemoryTx } from './state.ts';
import { ChangeHub } from '../change-hub.ts';
import type { BodyStore } from '../body-store.ts';
import type { CredentialStore } from '../credential-store.ts';
import type { DirectoryStore } from '../directory-store.ts';
import type { BodyInput, IntakeStore } from '../intake-store.ts';
import type { IntegrityStore } from '../integrity-store.ts';
import type { LogStore } from '../log-store.ts';
import type { MailboxStore } from '../mailbox-store.ts';
import type { MessageStore } from '../message-store.ts';
import type { QueueStore } from '../queue-store.ts';
import { pageLimit } from '../paging.ts';
import { makeReceipt } from '../receipt.ts';
import type { Page, PageQuery, Store } from '../store.ts';
import type { Clock } from '../../lib/clock.ts';
import { foldText } from '../../lib/fold-text.ts';
import { MailError } from '../../model/errors.ts';
import type { LetterId } from '../../model/ids.ts';

export async function openMemoryStore(input: {
  readonly clock: Pick<Clock, 'now'>;
}): Promise<{ readonly store: Store; readonly log: LogStore }> {
  const spoolFolder = await mkdtemp(join(tmpdir(), 'postane-memory-'));
  const memory = new Memory(input.clock, spoolFolder);
  return { store: memory.store(), log: memoryLog() };
}

class Memory {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #hub = new ChangeHub();
  readonly #spoolFolder: string;
  #state = new MemoryState();
  #closed = false;

  constructor(clock: Pick<Clock, 'now'>, spoolFolder: string) {
    this.#clock = clock;
    this.#spoolFolder = spoolFolder;
  }

  store(): Store {
    return {
      intake: this.#intake(),
      bodies: this.#bodies(),
      mailboxes: this.#mailboxes(),
      metadata: {
        entries: (viewer, id) => this.#read((state) => metadata.metadataEntries(state, viewer, id)),
        set: (viewer, id, changes) => this.#write((tx) => metadata.setMetadata(tx, viewer, id, changes)),
      },
      messages: this.#messages(),
      queue: this.#queue(),
      letters: {
        search: (filter) => this.#read((state) => letters.searchLetters(state, filter)),
        get: (id) => this.#read((state) => letters.getLetter(state, id)),
        bodyOf: (id) => this.#read((state) => letters.bodyOf(state, id)),
        hourly: (since, before) => this.#read((state) => letters.hourlyCounts(state, since, before)),
      },
      directory: this.#directory(),
      credentials: this.#credentials(),
      settings: {
        all: () => this.#read((state) => Object.fromEntries([...state.settings].sort(([a], [b]) => (a < b ? -1 : 1)))),
        set: (values) =>
          this.#write((tx) => {
            for (const [name, value] of Object.entries(values)) {
              if (value === undefined) tx.state.settings.delete(name);
              else tx.state.settings.set(name, JSON.parse(JSON.stringify(value)));
            }
            tx.noteStore({ kind: 'settings', names: Object.keys(values) });
          }),
      },
      integrity: this.#integrity(),
      changes: this.#hub,
      close: async () => {
        this.#closed = true;
        await rm(this.#spoolFolder, { recursive: true, force: true });
      },
    };
  }

  async #read<T>(read: (state: MemoryState) => T): Promise<T> {
    if (this.#closed) throw new MailError('unavailable', 'The store is closed.');
    return read(this.#state);
  }
  /** A draft becomes the state, or nothing happened; changes are told before the answer. */
  async #write<T>(write: (tx: MemoryTx) => T): Promise<T> {
    if (this.#closed) throw new MailError('unavailable', 'The store is closed.');
    const tx = new MemoryTx(this.#state.copy(), this.#clock.now());
    const value = write(tx);
    this.#state = tx.state;
    this.#hub.deliver(tx.changes);
    return value;
  }
  async #load<T extends { readonly body: BodyInput }>(input: T): Promise<intake.Loaded<T>> {
    const { body } = input;
    if (body.kind === 'inline') return { ...input, body: Uint8Array.from(body.bytes) };
    const bytes = new Uint8Array(await readFile(body.path));
    await rm(body.path, { force: true });
    return { ...input, body: bytes };
  }

  #intake(): IntakeStore {
    return {
      accept: async (input) => {
        const loaded = await this.#load(input);
        return makeReceipt(input.letterId, await this.#write((tx) => intake.accept(tx, loaded)));
      },
      append: async (mailboxId, added, by, replaced) => {
        const loaded = await Promise.all(added.map((message) => this.#load(message)));
        const done = await this.#write((tx) => intake.append(tx, mailboxId, loaded, by ?? null, replaced ?? null));
        return makeReceipt('' as LetterId, done);
      },
    };
  }
  #bodies(): BodyStore {
    return {
      spoolFolder: this.#spoolFolder,
      open: (id) =>
        this.#read((state) => {
          const bytes = state.bodies.get(id)?.bytes;
          if (bytes === undefined) throw new MailError('nonexistent', 'That message is gone.');
          return {
            sizeBytes: bytes.byteLength,
            read: async (start, end) => bytes.slice(Math.max(0, start), Math.max(0, end)),
            async *stream(start = 0, end = bytes.byteLength) {
              const last = Math.min(end, bytes.byteLength);
              for (let at = start; at < last; at += 65_536) yield bytes.slice(at, Math.min(last, at + 65_536));
            },
            close: () => undefined,
          };
        }),
    };
  }
  #mailboxes(): MailboxStore {
    return {
      list: (viewer) =>
        this.#read((state) =>
          mailboxes.ownedBy(state, viewer).map((record) => mailboxes.toMailbox(state, viewer, record)),
        ),
      shared: (viewer) =>
        this.#read((state) =>
          mailboxes.sharedWith(state, viewer).map((record) => mailboxes.toMailbox(state, viewer, record)),
        ),
      find: (viewer, name) =>
        this.#read((state) => {
          const found = mailboxes.seenByName(state, viewer, name);
          return found === undefined ? null : mailboxes.toMailbox(state, viewer, found);
        }),
      byId: (viewer, id) =>
        this.#read((state) => {
          const found = mailboxes.seenById(state, viewer, id);
          return found === undefined ? null : mailboxes.toMailbox(state, viewer, found);
        }),
      create: (viewer, name, use) => this.#write((tx) => mailboxes.createMailbox(tx, viewer, name, use)),
      rename: (viewer, from, to) => this.#write((tx) => mailboxes.renameMailbox(tx, viewer, from, to)),
      remove: (viewer, name) => this.#write((tx) => mailboxes.removeMailbox(tx, viewer, name)),
      subscribe: (viewer, name, subscribed) => this.#write((tx) => mailboxes.subscribe(tx, viewer, name, subscribed)),
      subscriptions: (viewer) => this.#read((state) => [...(state.subscriptions.get(viewer) ?? [])].sort()),
      acl: (id) => this.#read((state) => access.acl(state, messages.requireMailbox(state, id))),
      changeRights: (viewer, id, change) =>
        this.#write((tx) => access.changeRights(tx, viewer, messages.requireMailbox(tx.state, id), change)),
      setSeenPrivate: (id, isPrivate) => this.#write((tx) => mailboxes.setSeenPrivate(tx, id, isPrivate)),
    };
  }
  #messages(): MessageStore {
    return {
      uids: (id) => this.#read((state) => reads.listUids(state, id)),
      page: (query) => this.#read((state) => reads.readPage(state, query)),
      fetch: (query) => this.#read((state) => fetchRows(state, query)),
      changedSince: (id, viewer, since) => this.#read((state) => changedSince(state, id, viewer, since)),
      setFlags: (id, viewer, ranges, change) => this.#write((tx) => messages.setFlags(tx, id, viewer, ranges, change)),
      copy: (from, viewer, ranges, to) => this.#write((tx) => messages.copy(tx, from, viewer, ranges, to)),
      move: (from, viewer, ranges, to) => this.#write((tx) => messages.move(tx, from, viewer, ranges, to)),
      expunge: (id, viewer, ranges, options) => this.#write((tx) => messages.expunge(tx, id, viewer, ranges, options)),
      expungedSince: (id, since) => this.#read((state) => reads.expungedSince(state, id, since)),
      search: (...asked) => this.#read((state) => searches.searchMessages(state, ...asked)),
      sort: (...asked) => this.#read((state) => searches.sortedMessages(state, ...asked)),
      thread: (...asked) => this.#read((state) => searches.threadMessages(state, ...asked)),
      keywords: (id) => this.#read((state) => reads.keywordsInUse(state, id)),
    };
  }
  #queue(): QueueStore {
    return {
      freeForeignLeases: (engineId) => this.#write((tx) => queue.freeForeignLeases(tx, engineId)),
      leaseDue: (engineId, now, limit, busy) => this.#write((tx) => queue.leaseDue(tx, engineId, now, limit, busy)),
      nextDueAt: () => this.#read(queue.nextDueAt),
      settle: async (engineId, settlements) => {
        const loaded: queue.LoadedSettlement[] = [];
        for (const { report, ...rest } of settlements) {
          loaded.push({
            ...rest,
            report: report === null ? null : { kind: report.kind, letter: await this.#load(report.letter) },
          });
        }
        return this.#write((tx) => queue.settle(tx, engineId, loaded));
      },
      unlease: (engineId, ids) => this.#write((tx) => queue.unlease(tx, engineId, ids)),
      list: (filter) => this.#read((state) => queue.listQueue(state, filter)),
      get: (id) =>
        this.#read((state) => {
          const found = state.entries.get(id);
          return found === undefined ? null : { entry: found.entry, attempts: found.attempts };
        }),
      summary: () => this.#read(queue.queueSummary),
      setPaused: (paused) => this.#write((tx) => queue.setPaused(tx, paused)),
      retryNow: (ids, now, by) => this.#write((tx) => queue.retryNow(tx, ids, now, by)),
      hold: (ids, by) => this.#write((tx) => queue.hold(tx, ids, by)),
      release: (ids, now, by) => this.#write((tx) => queue.release(tx, ids, now, by)),
      drop: (ids, by) => this.#write((tx) => queue.drop(tx, ids, by)),
      failByHand: async (entries, by) => {
        const loaded = await Promise.all(
          entries.map(async ({ id, report }) => ({ id, report: report === null ? null : await this.#load(report) })),
        );
        return this.#write((tx) => queue.failByHand(tx, loaded, by));
      },
    };
  }
  #directory(): DirectoryStore {
    const byAddress = (a: { address: { localpart: string; domain: string } }): string =>
      `${a.address.domain}\n${a.address.localpart}`;
    return {
      resolve: (address) => this.#read((state) => directory.resolveAddress(state, address)),
      account: (id) =>
        this.#read((state) => {
          const found = state.accounts.get(id);
          return found === undefined ? null : directory.toAccount(state, found);
        }),
      accountByAddress: (address) =>
        this.#read((state) => {
          const found = directory.accountAt(state, address);
          return found === undefined ? null : directory.toAccount(state, found);
        }),
      ownAddresses: (id) => this.#read((state) => directory.ownAddresses(state, id)),
      domains: (query) =>
        this.#read((state) =>
          paged(
            [...state.domains.values()].map((record) => directory.toDomain(state, record)),
            query,
            ({ name }) => name,
            () => true,
          ),
        ),
      domain: (name) =>
        this.#read((state) => {
          const found = directory.domainNamed(state, name);
          return found === undefined ? null : directory.toDomain(state, found);
        }),
      createDomain: (wanted) => this.#write((tx) => directory.createDomain(tx, wanted)),
      updateDomain: (id, patch) => this.#write((tx) => directory.updateDomain(tx, id, patch)),
      removeDomain: (id) => this.#write((tx) => directory.removeDomain(tx, id)),
      dkimKey: (name) =>
        this.#read((state) => {
          const found = directory.domainNamed(state, name);
          return found === undefined
            ? null
            : { domainId: found.id, domain: found.name, ...found.dkim, createdAt: found.createdAt };
        }),
      accounts: (query) =>
        this.#read((state) => {
          const all = [...state.accounts.values()].map((record) => directory.toAccount(state, record));
          return paged(all, query, byAddress, (one) =>
            found(query.text, one.displayName, `${one.address.localpart}@${one.address.domain}`),
          );
        }),
      createAccount: (wanted) => this.#write((tx) => directory.createAccount(tx, wanted)),
      updateAccount: (id, patch) => this.#write((tx) => directory.updateAccount(tx, id, patch)),
      removeAccount: (id) => this.#write((tx) => directory.removeAccount(tx, id)),
      quota: (id) => this.#read((state) => directory.accountQuota(state, id)),
      setQuota: (id, limits) => this.#write((tx) => directory.setQuota(tx, id, limits)),
      noteLogin: (id, at, protocol, peer) =>
        this.#write(
          (tx) =>
            void tx.state.accounts.set(id, { ...directory.requireAccount(tx, id), lastLogin: { at, protocol, peer } }),
        ),
      aliases: (query) =>
        this.#read((state) => {
          const all = [...state.aliases.values()].map((record) => directory.toAlias(state, record));
          return paged(all, query, byAddress, (one) =>
            found(
              query.text,
              ...[one.address, ...one.targets].map(({ localpart, domain }) => `${localpart}@${domain}`),
            ),
          );
        }),
      createAlias: (address, targets) => this.#write((tx) => directory.createAlias(tx, address, targets)),
      updateAlias: (id, targets) => this.#write((tx) => directory.updateAlias(tx, id, targets)),
      removeAlias: (id) => this.#write((tx) => directory.removeAlias(tx, id)),
    };
  }
  #credentials(): CredentialStore {
    return {
      byAddress: (address) =>
        this.#read((state) => {
          const found = directory.accountAt(state, address);
          return found === undefined ? null : { accountId: found.id, passwordHash: found.passwordHash };
        }),
      setPassword: (id, passwordHash, scram) =>
        this.#write((tx) => credentials.setPassword(tx, id, passwordHash, scram ?? null)),
      scram: (address) => this.#read((state) => credentials.scramByAddress(state, address)),
      scramParameters: (id) => this.#read((state) => state.scram.get(id) ?? null),
      hasScramKeys: () => this.#read((state) => [...state.scram.values()].some(({ keys }) => keys.length > 0)),
      fakeSaltSecret: () => this.#read((state) => state.fakeSaltSecret),
      appPasswords: (id) => this.#read((state) => credentials.appPasswords(state, id)),
      appPassword: (id) => this.#read((state) => state.appPasswords.get(id) ?? null),
      addAppPassword: (wanted, scram) => this.#write((tx) => credentials.addAppPassword(tx, wanted, scram)),
      removeAppPassword: (id) => this.#write((tx) => credentials.removeAppPassword(tx, id)),
      noteAppPasswordUse: (id, use) => this.#write((tx) => credentials.noteAppPasswordUse(tx, id, use)),
      addWebLogin: (tokenHash, login) => this.#write((tx) => void tx.state.webLogins.set(tokenHash, login)),
      webLogin: (tokenHash, now) =>
        this.#read((state) => {
          const login = state.webLogins.get(tokenHash);
          return login === undefined || login.expiresAt <= now ? null : login;
        }),
      removeWebLogin: (tokenHash) => this.#write((tx) => void tx.state.webLogins.delete(tokenHash)),
    };
  }
  /** Counters are computed, not kept: there is nothing to mend and nothing to compact. */
  #integrity(): IntegrityStore {
    return {
      check: () =>
        this.#read((state) => ({
          mailboxes: state.mailboxes.size,
          messages: [...state.mailboxes.values()].reduce((sum, record) => sum + record.messages.length, 0),
          bodies: state.bodies.size,
          bodyBytes: [...state.bodies.values()].reduce((sum, { bytes }) => sum + bytes.byteLength, 0),
          findings: [],
        })),
      compact: () => this.#read(() => ({ freedBytes: 0 })),
      rebuildSearch: () => this.#read(() => undefined),
      searchProgress: () => this.#read(({ lastId }) => ({ indexed: lastId, last: lastId })),
    };
  }
}

function found(text: string | undefined, ...where: string[]): boolean {
  return !text || foldText(where.join('\n')).includes(foldText(text));
}
function paged<T>(
  all: readonly T[],
  query: PageQuery,
  key: (item: T) => string,
  wanted: (item: T) => boolean,
): Page<T> {
  const limit = pageLimit(query.limit);
  const sorted = all
    .filter(wanted)
    .sort((a, b) => (key(a) < key(b) ? -1 : 1))
    .filter((item) => query.after === undefined || key(item) > query.after);
  const items = sorted.slice(0, limit);
  const last = items.at(-1);
  return { items, next: sorted.length > limit && last !== undefined ? key(last) : null };
}
