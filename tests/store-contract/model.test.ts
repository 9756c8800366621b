/** Random commands on three mailboxes against a plain model: flags, modSeq, uids, private \Seen, quota, uidValidity. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bytes, eachWorld, errorCode, IMPLEMENTATIONS, type World } from './helpers/stores.ts';
import type { AccountId, MailboxId } from '../../engine/model/ids.ts';
import type { MailboxChange } from '../../engine/model/mailbox.ts';

const SEEN = 8;
const DELETED = 4;

interface ModelMessage {
  uid: number;
  modSeq: number;
  system: number;
  keywords: string[];
  size: number;
  /** Own \Seen by account, where private. */
  own: Map<number, { seen: boolean; modSeq: number }>;
}
interface ModelBox {
  id: MailboxId;
  uidNext: number;
  modSeq: number;
  isPrivate: boolean;
  messages: ModelMessage[];
  gone: { modSeq: number; uid: number }[];
}
type Step =
  | { kind: 'append'; box: number; sizes: number[]; system: number }
  | {
      kind: 'flags';
      box: number;
      viewer: number;
      from: number;
      to: number;
      mode: 'add' | 'remove' | 'replace';
      system: number;
      keywords: string[];
      since: number | null;
    }
  | { kind: 'copy' | 'move'; box: number; target: number; from: number; to: number }
  | { kind: 'expunge'; box: number; all: boolean }
  | { kind: 'private'; box: number; on: boolean }
  | { kind: 'renew'; box: number };

const box = fc.nat(2);
const range = { from: fc.integer({ min: 1, max: 12 }), to: fc.integer({ min: 1, max: 16 }) };
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      box,
      sizes: fc.array(fc.integer({ min: 20, max: 90 }), { minLength: 1, maxLength: 4 }),
      system: fc.constantFrom(0, SEEN, DELETED),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('flags' as const),
      box,
      viewer: fc.nat(1),
      ...range,
      mode: fc.constantFrom('add' as const, 'remove' as const, 'replace' as const),
      system: fc.constantFrom(0, SEEN, DELETED, SEEN | 2, 1),
      keywords: fc.subarray(['Alpha', 'beta']),
      since: fc.option(fc.integer({ min: 1, max: 30 })),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('copy' as const, 'move' as const), box, target: box, ...range }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('expunge' as const), box, all: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('private' as const), box, on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('renew' as const), box: fc.constant(2) }) },
);

class Model {
  readonly world: World;
  readonly boxes: ModelBox[] = [];
  readonly quota = 2_000;
  readonly seenUidValidities = new Set<number>();
  readonly told: MailboxChange[] = [];

  constructor(world: World) {
    this.world = world;
  }
  get viewers(): AccountId[] {
    return [this.world.ayse.id, this.world.burak.id];
  }
  async open(i: number): Promise<void> {
    const { store, ayse } = this.world;
    const name = `model ${i}`;
    if ((await store.mailboxes.find(ayse.id, name)) !== null) await store.mailboxes.remove(ayse.id, name);
    const made = await store.mailboxes.create(ayse.id, name, null);
    expect(this.seenUidValidities.has(made.uidValidity)).toBe(false);
    this.seenUidValidities.add(made.uidValidity);
    this.boxes[i] = { id: made.id, uidNext: 1, modSeq: made.highestModSeq, isPrivate: false, messages: [], gone: [] };
    const { id: grantee } = this.world.burak;
    await store.mailboxes.changeRights(ayse.id, made.id, { grantee, mode: 'replace', rights: 'lrswt' });
    store.changes.mailbox(made.id, (change) => this.told.push(change));
  }
  used(): number {
    return this.boxes.reduce((sum, { messages }) => sum + messages.reduce((all, { size }) => all + size, 0), 0);
  }
  add(target: ModelBox, viewer: AccountId, added: Omit<ModelMessage, 'uid' | 'modSeq' | 'own'>[]): void {
    target.modSeq += 1;
    for (const message of added) {
      const seen = (message.system & SEEN) !== 0;
      const own: ModelMessage['own'] = new Map();
      if (target.isPrivate && seen) own.set(viewer, { seen, modSeq: target.modSeq });
      const system = target.isPrivate ? message.system & ~SEEN : message.system;
      target.messages.push({ ...message, system, uid: target.uidNext++, modSeq: target.modSeq, own });
    }
  }
  remove(source: ModelBox, gone: ModelMessage[]): void {
    source.modSeq += 1;
    source.messages = source.messages.filter((message) => !gone.includes(message));
    source.gone.push(...gone.map(({ uid }) => ({ modSeq: source.modSeq, uid })));
  }
  view(source: ModelBox, message: ModelMessage, viewer: AccountId): { system: number; modSeq: number } {
    const own = source.isPrivate ? message.own.get(viewer) : undefined;
    if (own === undefined) return message;
    return { system: (message.system & ~SEEN) | (own.seen ? SEEN : 0), modSeq: Math.max(message.modSeq, own.modSeq) };
  }

  async run(step: Step): Promise<void> {
    const { store, ayse } = this.world;
    const source = this.boxes[step.box] as ModelBox;
    if (step.kind === 'append') {
      const total = step.sizes.reduce((a, b) => a + b, 0);
      const parts = step.sizes.map((size) => ({
        body: { kind: 'inline', bytes: bytes('x'.repeat(size)) } as const,
        flags: { system: step.system, keywords: [] },
        internalDate: null,
      }));
      const code = await errorCode(store.intake.append(source.id, parts));
      expect(code).toBe(this.used() + total > this.quota ? 'overQuota' : 'done');
      if (code === 'done')
        this.add(
          source,
          ayse.id,
          step.sizes.map((size) => ({ size, system: step.system, keywords: [] })),
        );
    } else if (step.kind === 'flags') await this.flags(source, step);
    else if (step.kind === 'copy' || step.kind === 'move') await this.transfer(source, step);
    else if (step.kind === 'expunge') {
      const gone = source.messages.filter(({ system }) => step.all || (system & DELETED) !== 0);
      const uids = await store.messages.expunge(source.id, ayse.id, null, { flagged: !step.all, by: 'model' });
      expect([...uids]).toEqual(gone.map(({ uid }) => uid));
      if (gone.length > 0) this.remove(source, gone);
    } else if (step.kind === 'private') await this.setPrivate(source, step.on);
    else await this.open(step.box);
  }

  async flags(source: ModelBox, step: Step & { kind: 'flags' }): Promise<void> {
    const viewer = this.viewers[step.viewer] as AccountId;
    const result = await this.world.store.messages.setFlags(source.id, viewer, [[step.from, step.to]], {
      mode: step.mode,
      flags: { system: step.system, keywords: step.keywords },
      ...(step.since === null ? {} : { unchangedSince: step.since }),
    });
    const modSeq = source.modSeq + 1;
    let changed = false;
    const modified: number[] = [];
    for (const message of source.messages.filter(({ uid }) => uid >= step.from && uid <= step.to)) {
      const before = this.view(source, message, viewer);
      if (step.since !== null && before.modSeq > step.since) {
        modified.push(message.uid);
        continue;
      }
      const system =
        step.mode === 'replace'
          ? step.system
          : step.mode === 'add'
            ? before.system | step.system
            : before.system & ~step.system;
      const keywords =
        step.mode === 'replace'
          ? step.keywords
          : step.mode === 'add'
            ? [...new Set([...message.keywords, ...step.keywords])]
            : message.keywords.filter((k) => !step.keywords.includes(k));
      const sharedSystem = source.isPrivate ? (system & ~SEEN) | (message.system & SEEN) : system;
      const seenChanged = source.isPrivate && ((system ^ before.system) & SEEN) !== 0;
      if (sharedSystem !== message.system || String(keywords.toSorted()) !== String(message.keywords)) {
        changed = true;
        Object.assign(message, { system: sharedSystem, keywords: keywords.toSorted(), modSeq });
      }
      if (seenChanged) {
        changed = true;
        message.own.set(viewer, { seen: (system & SEEN) !== 0, modSeq });
      }
    }
    if (changed) source.modSeq = modSeq;
    expect([...result.modified]).toEqual(modified);
  }

  async transfer(source: ModelBox, step: Step & { kind: 'copy' | 'move' }): Promise<void> {
    const { store, ayse } = this.world;
    const target = this.boxes[step.target] as ModelBox;
    const rows = source.messages.filter(({ uid }) => uid >= step.from && uid <= step.to);
    const bytesOfAll = rows.reduce((sum, { size }) => sum + size, 0);
    const code = await errorCode(store.messages[step.kind](source.id, ayse.id, [[step.from, step.to]], target.id));
    if (step.kind === 'move' && source === target) return void expect(code).toBe('cannot');
    const over = step.kind === 'copy' && bytesOfAll > 0 && this.used() + bytesOfAll > this.quota;
    expect(code).toBe(over ? 'overQuota' : 'done');
    if (over || rows.length === 0) return;
    this.add(
      target,
      ayse.id,
      rows.map((row) => ({ size: row.size, keywords: row.keywords, system: this.view(source, row, ayse.id).system })),
    );
    if (step.kind === 'move') this.remove(source, rows);
  }

  async setPrivate(source: ModelBox, on: boolean): Promise<void> {
    await this.world.store.mailboxes.setSeenPrivate(source.id, on);
    if (source.isPrivate === on) return;
    source.modSeq += 1;
    source.isPrivate = on;
    if (on) return;
    for (const message of source.messages) {
      const own = message.own.get(this.world.ayse.id);
      if (own !== undefined) {
        message.system = (message.system & ~SEEN) | (own.seen ? SEEN : 0);
        message.modSeq = source.modSeq;
      }
      message.own.clear();
    }
  }

  async compare(): Promise<void> {
    const { store, ayse } = this.world;
    for (const source of this.boxes) {
      for (const viewer of this.viewers) {
        const { rows } = await store.messages.page({ mailboxId: source.id, viewer, ranges: [[1, 999]], fields: [] });
        expect(rows.map(({ uid, modSeq, flags }) => [uid, modSeq, flags.system, flags.keywords])).toEqual(
          source.messages.map((message) => {
            const { system, modSeq } = this.view(source, message, viewer);
            return [message.uid, modSeq, system, message.keywords];
          }),
        );
        const found = await store.mailboxes.byId(viewer, source.id);
        expect(found).toMatchObject({
          uidNext: source.uidNext,
          highestModSeq: source.modSeq,
          counts: {
            messages: source.messages.length,
            unseen: source.messages.filter((message) => (this.view(source, message, viewer).system & SEEN) === 0)
              .length,
            deleted: source.messages.filter(({ system }) => (system & DELETED) !== 0).length,
            bytes: source.messages.reduce((sum, { size }) => sum + size, 0),
          },
        });
      }
      const half = Math.floor(source.modSeq / 2);
      const expunged = await store.messages.expungedSince(source.id, half as never);
      expect([...expunged.uids]).toEqual(
        source.gone
          .filter(({ modSeq }) => modSeq > half)
          .map(({ uid }) => uid)
          .sort((a, b) => a - b),
      );
    }
    expect((await store.directory.account(ayse.id))?.usedBytes).toBe(this.used());
  }
}

describe.each(IMPLEMENTATIONS)('a random life on $name', ({ open, name }) => {
  const world = eachWorld(open, { beforeEach, afterEach });

  test('agrees with the model after each command', async () => {
    await world().store.directory.updateAccount(world().ayse.id, { quotaBytes: 2_000 });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const model = new Model(world());
        for (const i of [0, 1, 2]) await model.open(i);
        for (const one of steps) await model.run(one);
        await model.compare();
        const seqs = new Map<number, number>();
        for (const change of model.told) {
          if (change.kind === 'mailbox') continue;
          expect(change.modSeq).toBeGreaterThanOrEqual(seqs.get(change.mailboxId) ?? 0);
          seqs.set(change.mailboxId, change.modSeq);
        }
      }),
      { numRuns: name === 'sqlite' ? 25 : 60 },
    );
  });
});
