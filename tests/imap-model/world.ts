/** Sessions on one server beside the model: what connects, selects, compares. */
import { strict as assert } from 'node:assert';
import { PASSWORD, type ImapHarness } from '../helpers/imap-harness.ts';
import { Client, setOf, type Mode } from './client.ts';
import { Model, sameFlags, type ModelMailbox } from './model.ts';
import type { Random } from './random.ts';
import { View, type Cache } from './view.ts';

export const SLOTS = 5;
const LOG_LINES = 300;

export class World {
  readonly model = new Model();
  readonly random: Random;
  /** One a slot; null while nobody is connected there. */
  readonly clients: (Client | null)[] = Array.from({ length: SLOTS }, () => null);
  readonly caches: (Cache | null)[] = Array.from({ length: SLOTS }, () => null);
  readonly #imap: ImapHarness;
  readonly #log: string[] = [];
  #connections = 0;
  #knowsUidOnly = false;
  steps = 0;
  /** How often each kind of step was taken. */
  readonly taken = new Map<string, number>();

  constructor(imap: ImapHarness, random: Random) {
    this.#imap = imap;
    this.random = random;
  }

  get log(): string {
    return this.#log.join('\n');
  }

  note(line: string): void {
    this.#log.push(line);
    if (this.#log.length > LOG_LINES) this.#log.shift();
  }

  async start(): Promise<void> {
    const client = await this.#login('x', { condstore: false, qresync: false, uidOnly: false });
    const { data } = await client.ask('CAPABILITY');
    this.#knowsUidOnly = data.some((line) => / UIDONLY( |$)/.test(line));
    const listed = await client.ask('LIST "" *');
    for (const line of listed.data) {
      const name = /"\/" "?([^"]+)"?$/.exec(line)?.[1];
      if (name !== undefined) this.model.create(name);
    }
    await client.ask('LOGOUT');
    client.close();
  }

  async connect(slot: number): Promise<Client> {
    const { random } = this;
    const plain = { condstore: false, qresync: false, uidOnly: false };
    const resyncs = this.caches[slot] === null ? 4 : 30;
    const mode = random.weighted<Mode>([
      [3, plain],
      [2, { ...plain, condstore: true }],
      [resyncs, { ...plain, condstore: true, qresync: true }],
      [this.#knowsUidOnly ? 1 : 0, { ...plain, uidOnly: true }],
      [this.#knowsUidOnly ? 2 : 0, { condstore: true, qresync: true, uidOnly: true }],
    ]);
    const client = await this.#login(`${'abcde'[slot]}${(this.#connections += 1)}_`, mode);
    this.clients[slot] = client;
    return client;
  }

  async #login(name: string, mode: Mode): Promise<Client> {
    const client = await Client.connect(name, mode, this.#imap.tlsPort, (line) => this.note(line));
    await ok(client.ask(`LOGIN ayse@ornek.test "${PASSWORD}"`));
    const wanted = [
      ...(mode.qresync ? ['QRESYNC'] : mode.condstore ? ['CONDSTORE'] : []),
      ...(mode.uidOnly ? ['UIDONLY'] : []),
    ];
    if (wanted.length > 0) {
      const { data } = await ok(client.ask(`ENABLE ${wanted.join(' ')}`));
      assert.deepEqual(data.join(' ').split(' ').slice(1).sort(), wanted.sort());
    }
    return client;
  }

  /** Away at once, as a phone that lost its network. */
  disconnect(slot: number): void {
    const client = this.clients[slot];
    if (client?.view && client.mode.qresync) this.caches[slot] = client.view.toCache(!client.mode.uidOnly);
    client?.close();
    this.clients[slot] = null;
  }

  async select(client: Client, mailbox: ModelMailbox, readOnly: boolean, cache: Cache | null = null): Promise<void> {
    const view = new View(mailbox, readOnly);
    client.opening = view;
    const parameter =
      cache === null ? '' : ` (QRESYNC (${cache.uidValidity} ${cache.place}${this.#match(client, cache)}))`;
    const { code, data } = await ok(client.ask(`${readOnly ? 'EXAMINE' : 'SELECT'} ${mailbox.name}${parameter}`));
    client.opening = null;
    client.view = view;
    assert.equal(code, readOnly ? 'READ-ONLY' : 'READ-WRITE');
    view.uidValidity = codeNumber(data, 'UIDVALIDITY');
    mailbox.uidValidity ??= view.uidValidity;
    assert.equal(view.uidValidity, mailbox.uidValidity, 'UIDVALIDITY');
    assert.equal(codeNumber(data, 'UIDNEXT'), mailbox.uidNext, 'UIDNEXT');
    assert.equal(view.entries.length, mailbox.messages.size, 'EXISTS');
    assert.equal(codeNumber(data, 'HIGHESTMODSEQ'), mailbox.modSeq, 'HIGHESTMODSEQ');
    if (cache !== null && cache.uidValidity === view.uidValidity) await this.#restore(client, view, cache);
  }

  /** Sometimes the known uids, sometimes numbers to compare beside them. */
  #match(client: Client, { known }: Cache): string {
    const uids = [...known.keys()].sort((a, b) => a - b);
    if (uids.length === 0 || this.random.chance(50)) return '';
    const withUids = ` 1:${uids.at(-1)}`;
    if (client.mode.uidOnly || this.random.chance(50)) return withUids;
    const at = uids.length - 1;
    return `${withUids} (${at + 1} ${uids[at]})`;
  }

  /** The cache with what was told is the mailbox as it is, but for messages that are new. */
  async #restore(client: Client, view: View, cache: Cache): Promise<void> {
    const told = new Map(view.told);
    for (const uid of view.earlier.splice(0)) cache.known.delete(uid);
    for (const [uid, { flags, modSeq }] of told) if (flags !== null) cache.known.set(uid, { flags, modSeq });
    const { newest } = cache;
    await ok(client.ask(`UID FETCH ${newest + 1}:* (FLAGS)`));
    const missing = view.mailbox.uids.filter((uid) => uid > newest);
    for (const [uid, { flags, modSeq }] of view.told) if (flags !== null) cache.known.set(uid, { flags, modSeq });
    const uids = [...cache.known.keys()].sort((a, b) => a - b);
    assert.deepEqual(uids, view.mailbox.uids, `uids after QRESYNC, of which ${missing.join()} are new`);
    view.entries = uids.map((uid) => {
      const { flags = null, modSeq = null } = cache.known.get(uid) ?? {};
      return { uid, flags, modSeq };
    });
    this.compare(client, view);
  }

  /** Fetches what the client was told of and knows nothing about. */
  async learn(client: Client): Promise<void> {
    const { view, mode } = client;
    if (view === null) return;
    const items = mode.condstore ? '(UID FLAGS MODSEQ)' : '(UID FLAGS)';
    // A UID FETCH may tell of more messages when it is done.
    for (let tries = 0; tries < 2 && client.view !== null; tries += 1) {
      const unknown = view.entries.flatMap(({ uid, flags }, at) => (uid === null || flags === null ? [at + 1] : []));
      if (unknown.length === 0) return;
      await client.ask(mode.uidOnly ? `UID FETCH 1:* ${items}` : `FETCH ${setOf(unknown)} ${items}`);
    }
  }

  /** After commands at once: who came first is the server's to say, the rest is as the model has it. */
  async learnOrder(mailboxes: ReadonlySet<ModelMailbox>): Promise<void> {
    const client = await this.#login('x', { condstore: true, qresync: false, uidOnly: false });
    for (const mailbox of mailboxes) {
      const view = new View(mailbox, true);
      client.opening = view;
      const { data } = await ok(client.ask(`EXAMINE ${mailbox.name}`));
      client.opening = null;
      client.view = view;
      await ok(client.ask('UID FETCH 1:* (FLAGS MODSEQ)'));
      const before = mailbox.modSeq;
      mailbox.modSeq = codeNumber(data, 'HIGHESTMODSEQ');
      for (const { uid, modSeq } of view.entries) {
        const message = mailbox.messages.get(uid ?? 0);
        if (message !== undefined) message.modSeq = modSeq ?? 0;
      }
      for (const gone of mailbox.expunged) if (gone.high >= before) gone.high = mailbox.modSeq;
      this.compare(client, view);
    }
    client.close();
  }

  /** Everybody hears what there is to hear; then all know what the model knows. */
  async sync(): Promise<void> {
    for (const [slot, client] of this.clients.entries()) {
      if (client === null) continue;
      if (client.isIdle) await client.endIdle();
      await ok(client.ask('NOOP'));
      assert.equal(client.view?.mailbox.isGone ?? false, false, 'a deleted mailbox is closed');
      if (client.view === null) continue;
      await this.learn(client);
      this.compare(client, client.view);
      assert.equal(this.clients[slot], client);
    }
  }

  compare(client: Client, view: View): void {
    const { mailbox, entries } = view;
    assert.deepEqual(
      entries.map(({ uid }) => uid),
      mailbox.uids,
      `uids of ${client.name} in ${mailbox.name}`,
    );
    for (const { uid, flags, modSeq } of entries) {
      const message = mailbox.messages.get(uid ?? 0);
      if (message === undefined || flags === null || !sameFlags(flags, message.flags))
        assert.fail(
          `${client.name} in ${mailbox.name}: uid ${uid} has (${words(flags)}), it should be (${words(message?.flags)})`,
        );
      if (client.mode.condstore && modSeq !== null) assert.equal(modSeq, message.modSeq, `mod-sequence of uid ${uid}`);
    }
  }
}

export async function ok<T extends { readonly status: string; readonly text: string }>(answer: Promise<T>): Promise<T> {
  const found = await answer;
  assert.equal(found.status, 'OK', `${found.status} ${found.text}`);
  return found;
}

export function codeNumber(lines: readonly string[], code: string): number {
  const found = lines
    .map((line) => new RegExp(`^OK \\[${code} (\\d+)\\]`).exec(line)?.[1])
    .find((value) => value !== undefined);
  assert.notEqual(found, undefined, `no ${code} was told`);
  return Number(found);
}

function words(flags: ReadonlySet<string> | null | undefined): string {
  return flags ? [...flags].sort().join(' ') : 'unknown';
}
