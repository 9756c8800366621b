/** FETCH answers of the stores, changed uids, and messages that take the place of others. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eachWorld, errorCode, fill, IMPLEMENTATIONS, letter, localCopy, type World } from './helpers/stores.ts';
import type { RowItem } from '../../engine/model/fetch-item.ts';
import { NO_FLAGS, SYSTEM_FLAGS } from '../../engine/model/flags.ts';
import type { AccountId, MailboxId, ModSeq } from '../../engine/model/ids.ts';

const SEEN = SYSTEM_FLAGS['\\Seen'];
const seen = { mode: 'add', flags: { system: SEEN, keywords: ['x'] } } as const;

async function fetchAll(
  { store }: World,
  mailboxId: MailboxId,
  viewer: AccountId,
  items: readonly RowItem[],
  uids?: readonly number[],
): Promise<string> {
  const wanted = Uint32Array.from(uids ?? (await store.messages.uids(mailboxId)).uids);
  let text = '';
  for (let at = 0; at < wanted.length;) {
    const rest = wanted.slice(at);
    const page = await store.messages.fetch({
      mailboxId,
      viewer,
      uids: rest,
      numbers: rest.map((uid) => uid + 100),
      items,
    });
    expect(page.next > 0 || page.tooLarge).toBe(true);
    text += Buffer.from(page.octets).toString('latin1');
    if (page.tooLarge) return `${text}too large ${rest[page.next] ?? 0}`;
    at += page.next;
  }
  return text;
}
const append = async ({ store, inbox }: World, source: string): Promise<void> => {
  const body = { kind: 'inline', bytes: new Uint8Array(Buffer.from(source, 'latin1')) } as const;
  await store.intake.append(inbox.id, [{ body, flags: NO_FLAGS, internalDate: null }]);
};
const header = (...names: string[]): RowItem => ({
  kind: 'header',
  label: 'H',
  partial: null,
  fields: names.length === 0 ? null : { names, not: false },
});

describe.each(IMPLEMENTATIONS)('fetch on $name', ({ open }) => {
  const world = eachWorld(open, { beforeEach, afterEach });

  test('numbers, flags, ids of what is there; what is not there is left out', async () => {
    const { store, ayse, inbox } = world();
    await fill(world(), 3);
    await store.messages.setFlags(inbox.id, ayse.id, [[2, 2]], seen);
    await store.messages.expunge(inbox.id, ayse.id, [[1, 1]], { flagged: false, by: 'test' });
    expect(await fetchAll(world(), inbox.id, ayse.id, [{ kind: 'uid' }, { kind: 'flags' }], [1, 2, 3, 9])).toBe(
      '* 102 FETCH (UID 2 FLAGS (\\Seen x))\r\n* 103 FETCH (UID 3 FLAGS ())\r\n',
    );
    const page = await store.messages.fetch({
      mailboxId: inbox.id,
      viewer: ayse.id,
      uids: Uint32Array.of(3),
      numbers: Uint32Array.of(3),
      items: [{ kind: 'modSeq' }],
      byUid: true,
    });
    const now = (await store.mailboxes.byId(ayse.id, inbox.id))?.highestModSeq;
    expect(page.asOf).toBe(now);
    expect(page.highestModSeq).toBeLessThan(Number(now));
    expect(Buffer.from(page.octets).toString()).toBe(`* 3 UIDFETCH (MODSEQ (${page.highestModSeq}))\r\n`);
  });

  test('thousands come in pages, each once and in order', async () => {
    const { store, ayse, inbox } = world();
    const messages = Array.from({ length: 1_500 }, (_, at) => ({
      body: { kind: 'inline', bytes: new Uint8Array(Buffer.from(`Subject: ${at}\r\n\r\n`)) } as const,
      flags: NO_FLAGS,
      internalDate: null,
    }));
    await store.intake.append(inbox.id, messages);
    const text = await fetchAll(world(), inbox.id, ayse.id, [{ kind: 'uid' }, { kind: 'envelope' }]);
    const found = [...text.matchAll(/^\* (\d+) FETCH \(UID (\d+) ENVELOPE \(/gm)].map((match) => Number(match[2]));
    expect(found).toEqual(Array.from({ length: 1_500 }, (_, at) => at + 1));
  });

  test('a header is what we added and what came, octet by octet', async () => {
    const { store, ayse, inbox } = world();
    const body = Buffer.from('Subject: \xfd\xfe\xff \xc4\xb1\r\nTo: b\r\n\r\nx', 'latin1');
    const prefix = new Uint8Array(Buffer.from('X-Ours: \xe9\r\n', 'latin1'));
    await store.intake.accept({
      ...letter(),
      body: { kind: 'inline', bytes: new Uint8Array(body) },
      local: [localCopy(ayse, { prefix })],
    });
    await append(world(), `Subject: kisa\r\n\r\n`);
    const all = await fetchAll(world(), inbox.id, ayse.id, [header()]);
    const whole = `X-Ours: \xe9\r\nSubject: \xfd\xfe\xff \xc4\xb1\r\nTo: b\r\n\r\n`;
    expect(all).toBe(
      `* 101 FETCH (H {${whole.length}}\r\n${whole})\r\n* 102 FETCH (H {17}\r\nSubject: kisa\r\n\r\n)\r\n`,
    );
    expect(await fetchAll(world(), inbox.id, ayse.id, [header('x-ours', 'to')], [1])).toBe(
      '* 101 FETCH (H {20}\r\nX-Ours: \xe9\r\nTo: b\r\n\r\n)\r\n',
    );
    const [envelope] =
      (await fetchAll(world(), inbox.id, ayse.id, [{ kind: 'envelope' }], [1])).match(/\{\d+\}\r\n[^"(]*/) ?? [];
    expect(envelope).toContain('\xfd\xfe\xff \xc4\xb1');
  });

  test('long headers are read too, up to a bound', async () => {
    const { ayse, inbox } = world();
    await append(world(), `X-Long: ${'y'.repeat(40_000)}\r\nSubject: uzun\r\n\r\n`);
    await append(world(), `${`X-More: ${'y'.repeat(1_000)}\r\n`.repeat(1_200)}Subject: cok\r\n\r\n`);
    expect(await fetchAll(world(), inbox.id, ayse.id, [header('subject')])).toBe(
      '* 101 FETCH (H {17}\r\nSubject: uzun\r\n\r\n)\r\ntoo large 2',
    );
  });

  test('a whole message is what we added and what came, octet by octet; a long one is left to be read in pieces', async () => {
    const { store, ayse, inbox } = world();
    const body = 'Subject: \xfd\xff\r\n\r\n\0x\n.\r\n';
    const prefix = new Uint8Array(Buffer.from('X-Ours: \xe9\r\n', 'latin1'));
    await store.intake.accept({
      ...letter(),
      body: { kind: 'inline', bytes: new Uint8Array(Buffer.from(body, 'latin1')) },
      local: [localCopy(ayse, { prefix })],
    });
    for (let at = 0; at < 20; at += 1) await append(world(), `Subject: ${at}\r\n\r\n${'z'.repeat(50_000)}`);
    await append(world(), `\r\n${'z'.repeat(300_000)}`);
    const whole = (partial: { offset: number; count: number } | null): RowItem => ({
      kind: 'whole',
      label: 'W',
      partial,
    });
    const ours = `X-Ours: \xe9\r\n${body}`;
    expect(await fetchAll(world(), inbox.id, ayse.id, [whole(null), { kind: 'uid' }], [1])).toBe(
      `* 101 FETCH (W {${ours.length}}\r\n${ours} UID 1)\r\n`,
    );
    expect(await fetchAll(world(), inbox.id, ayse.id, [whole({ offset: 9, count: 12 })], [1])).toBe(
      `* 101 FETCH (W {12}\r\n${ours.slice(9, 21)})\r\n`,
    );
    const all = await fetchAll(world(), inbox.id, ayse.id, [whole(null)]);
    const subjects = [...all.matchAll(/FETCH \(W \{500\d\d\}\r\nSubject: (\d+)/g)].map((match) => Number(match[1]));
    expect(subjects).toEqual(Array.from({ length: 20 }, (_, at) => at));
    expect(all.endsWith(')\r\ntoo large 22')).toBe(true);
  });

  test('ids of messages and threads stay through copies', async () => {
    const { store, ayse, inbox } = world();
    await append(world(), 'Message-ID: <a@b>\r\n\r\n1');
    await append(world(), 'Message-ID: <c@b>\r\nReferences: <a@b>\r\n\r\n2');
    await append(world(), '\r\n3');
    const other = await store.mailboxes.create(ayse.id, 'Other', null);
    await store.messages.copy(inbox.id, ayse.id, [[1, 3]], other.id);
    const ids = async (id: MailboxId): Promise<string> =>
      fetchAll(world(), id, ayse.id, [{ kind: 'emailId' }, { kind: 'threadId' }]);
    expect(await ids(other.id)).toBe(await ids(inbox.id));
    const threads = [...(await ids(inbox.id)).matchAll(/THREADID \((T[\w-]+)\)/g)].map((match) => match[1]);
    expect(threads[1]).toBe(threads[0]);
    expect(threads[2]).not.toBe(threads[0]);
    const emails = [...(await ids(inbox.id)).matchAll(/EMAILID \((M[\w-]+)\)/g)].map((match) => match[1]);
    expect(new Set(emails).size).toBe(3);
  });

  test("a private \\Seen is the viewer's own, and its change is told to him alone", async () => {
    const { store, ayse, burak, inbox } = world();
    await fill(world(), 2);
    await store.mailboxes.changeRights(ayse.id, inbox.id, { grantee: burak.id, rights: 'lrsw', mode: 'replace' });
    await store.mailboxes.setSeenPrivate(inbox.id, true);
    const before = (await store.mailboxes.byId(ayse.id, inbox.id))?.highestModSeq as ModSeq;
    await store.messages.setFlags(inbox.id, burak.id, [[2, 2]], { mode: 'add', flags: { system: SEEN, keywords: [] } });
    expect(await fetchAll(world(), inbox.id, burak.id, [{ kind: 'flags' }], [2])).toContain('\\Seen');
    expect(await fetchAll(world(), inbox.id, ayse.id, [{ kind: 'flags' }], [2])).not.toContain('\\Seen');
    expect([...(await store.messages.changedSince(inbox.id, burak.id, before))]).toEqual([2]);
    expect([...(await store.messages.changedSince(inbox.id, ayse.id, before))]).toEqual([]);
    await store.messages.setFlags(inbox.id, ayse.id, [[1, 1]], { mode: 'add', flags: { system: 2, keywords: [] } });
    expect([...(await store.messages.changedSince(inbox.id, ayse.id, before))]).toEqual([1]);
    expect([...(await store.messages.changedSince(inbox.id, burak.id, before))]).toEqual([1, 2]);
  });

  test('one message takes the place of another, or nothing happens', async () => {
    const { store, ayse, inbox } = world();
    await fill(world(), 2);
    const drafts = await store.mailboxes.create(ayse.id, 'Taslak', null);
    const replace = (uid: number) =>
      store.intake.append(
        drafts.id,
        [
          {
            body: { kind: 'inline', bytes: new Uint8Array(Buffer.from('Subject: yeni\r\n\r\n')) },
            flags: NO_FLAGS,
            internalDate: null,
          },
        ],
        ayse.id,
        { mailboxId: inbox.id, uid, by: 'test' },
      );
    await replace(1);
    expect([...(await store.messages.uids(inbox.id)).uids]).toEqual([2]);
    expect([...(await store.messages.uids(drafts.id)).uids]).toEqual([1]);
    expect(await errorCode(replace(1))).toBe('nonexistent');
    expect([...(await store.messages.uids(drafts.id)).uids]).toEqual([1]);
  });

  test('octets of the messages marked \\Deleted', async () => {
    const { store, ayse, inbox } = world();
    await append(world(), '\r\n12');
    await append(world(), '\r\n3456');
    await store.messages.setFlags(inbox.id, ayse.id, [[2, 2]], {
      mode: 'add',
      flags: { system: SYSTEM_FLAGS['\\Deleted'], keywords: [] },
    });
    const counts = async () => (await store.mailboxes.byId(ayse.id, inbox.id))?.counts;
    expect(await counts()).toMatchObject({ deleted: 1, deletedBytes: 6, bytes: 10 });
    await store.messages.expunge(inbox.id, ayse.id, null, { flagged: true, by: 'test' });
    expect(await counts()).toMatchObject({ deleted: 0, deletedBytes: 0, bytes: 4 });
  });
});
