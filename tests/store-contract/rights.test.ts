/** Mailboxes shared with other accounts: names, rights, what each of them lets somebody do. RFC 4314 4 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bytes, eachWorld, errorCode, fill, IMPLEMENTATIONS } from './helpers/stores.ts';
import { SYSTEM_FLAGS } from '../../engine/model/flags.ts';
import type { AccountId } from '../../engine/model/ids.ts';
import { ALL_RIGHTS } from '../../engine/model/mailbox-rights.ts';

const SEEN = SYSTEM_FLAGS['\\Seen'];
const FLAGGED = SYSTEM_FLAGS['\\Flagged'];
const DELETED = SYSTEM_FLAGS['\\Deleted'];
const INBOX_OF_AYSE = 'Other Users/ayse@example.com/INBOX';

describe.each(IMPLEMENTATIONS)('rights on $name', ({ open }) => {
  const world = eachWorld(open, { beforeEach, afterEach });
  const give = (rights: string, grantee: AccountId | null = world().burak.id, id = world().inbox.id): Promise<void> =>
    world().store.mailboxes.changeRights(world().ayse.id, id, { grantee, mode: 'replace', rights });
  const flags = async (viewer: AccountId): Promise<(readonly [number, readonly string[]])[]> => {
    const { rows } = await world().store.messages.page({
      mailboxId: world().inbox.id,
      viewer,
      ranges: [[1, 99]],
      fields: [],
    });
    return rows.map((row) => [row.flags.system, row.flags.keywords] as const);
  };

  test('what is not shared is not there', async () => {
    const { store, ayse, burak, inbox } = world();
    await fill(world(), 1);
    expect(await store.mailboxes.find(burak.id, INBOX_OF_AYSE)).toBeNull();
    expect(await store.mailboxes.byId(burak.id, inbox.id)).toBeNull();
    expect(await store.mailboxes.shared(burak.id)).toEqual([]);
    const page = { mailboxId: inbox.id, viewer: burak.id, ranges: [[1, 9]], fields: [] } as const;
    expect(await errorCode(store.messages.page(page))).toBe('nonexistent');
    expect(await errorCode(store.messages.search(inbox.id, burak.id, { kind: 'all' }))).toBe('nonexistent');
    expect(
      await errorCode(
        store.mailboxes.changeRights(burak.id, inbox.id, { grantee: burak.id, mode: 'add', rights: 'lr' }),
      ),
    ).toBe('nonexistent');
    expect((await store.mailboxes.find(ayse.id, 'INBOX'))?.rights).toBe(ALL_RIGHTS);
  });

  test('a shared mailbox appears below Other Users, without its special use', async () => {
    const { store, ayse, burak } = world();
    const sent = await store.mailboxes.find(ayse.id, 'Sent');
    await give('lr', burak.id, sent?.id);
    await give('lrs');
    expect(
      (await store.mailboxes.shared(burak.id)).map(({ name, rights, specialUse }) => [name, rights, specialUse]),
    ).toEqual([
      [INBOX_OF_AYSE, 'lrs', null],
      ['Other Users/ayse@example.com/Sent', 'lr', null],
    ]);
    expect((await store.mailboxes.list(burak.id)).some(({ name }) => name.startsWith('Other'))).toBe(false);
    expect((await store.mailboxes.find(burak.id, 'Other Users/AYSE@example.COM/inbox'))?.name).toBe(INBOX_OF_AYSE);
    await store.mailboxes.subscribe(burak.id, INBOX_OF_AYSE, true);
    expect((await store.mailboxes.find(burak.id, INBOX_OF_AYSE))?.subscribed).toBe(true);
    expect(await store.mailboxes.acl(sent?.id as never)).toEqual([{ grantee: burak.address, rights: 'lr' }]);
    expect(await errorCode(store.mailboxes.create(burak.id, 'Other Users', null))).toBe('cannot');
  });

  test('rights are added, taken away, given to everybody; the owner keeps all', async () => {
    const { store, ayse, burak, inbox } = world();
    const change = (mode: 'add' | 'remove', rights: string, grantee: AccountId | null = burak.id): Promise<void> =>
      store.mailboxes.changeRights(ayse.id, inbox.id, { grantee, mode, rights });
    await give('lr', null);
    await change('add', 'sw');
    const rights = async (): Promise<string | undefined> => (await store.mailboxes.byId(burak.id, inbox.id))?.rights;
    expect(await rights()).toBe('lrsw');
    expect(await store.mailboxes.acl(inbox.id)).toEqual([
      { grantee: null, rights: 'lr' },
      { grantee: burak.address, rights: 'sw' },
    ]);
    await change('remove', 'w');
    expect(await rights()).toBe('lrs');
    await change('remove', 's');
    expect(await store.mailboxes.acl(inbox.id)).toEqual([{ grantee: null, rights: 'lr' }]);
    expect(await errorCode(change('remove', 'r', ayse.id))).toBe('cannot');
    expect(await errorCode(change('add', 'q'))).toBe('cannot');
    expect(
      await errorCode(
        store.mailboxes.changeRights(burak.id, inbox.id, { grantee: burak.id, mode: 'add', rights: 'a' }),
      ),
    ).toBe('noPermission');
    await give('', null);
    expect(await rights()).toBeUndefined();
  });

  test('each right lets one thing be done', async () => {
    const { store, ayse, burak, inbox } = world();
    await fill(world(), 3);
    const own = await store.mailboxes.find(burak.id, 'INBOX');
    const set = (system: number, keywords: string[] = []): Promise<string> =>
      errorCode(store.messages.setFlags(inbox.id, burak.id, [[1, 1]], { mode: 'add', flags: { system, keywords } }));
    await give('l');
    const page = { mailboxId: inbox.id, viewer: burak.id, ranges: [[1, 9]], fields: [] } as const;
    expect(await errorCode(store.messages.page(page))).toBe('noPermission');
    await give('lr');
    expect(await errorCode(store.messages.page(page))).toBe('done');
    expect(await set(SEEN)).toBe('noPermission');
    await give('lrs');
    expect([await set(SEEN | FLAGGED), await set(DELETED), await set(FLAGGED)]).toEqual([
      'done',
      'noPermission',
      'noPermission',
    ]);
    await give('lrw');
    expect([await set(0, ['$Done']), await set(DELETED)]).toEqual(['done', 'noPermission']);
    await give('lrt');
    expect([await set(DELETED), await set(SEEN)]).toEqual(['done', 'noPermission']);
    expect((await flags(ayse.id))[0]).toEqual([SEEN | DELETED, ['$Done']]);
    const expunge = (): Promise<string> =>
      errorCode(store.messages.expunge(inbox.id, burak.id, null, { flagged: true, by: 'x' }));
    expect(await expunge()).toBe('noPermission');
    const copy = (): Promise<string> => errorCode(store.messages.copy(own?.id as never, burak.id, [[1, 1]], inbox.id));
    expect(await copy()).toBe('noPermission');
    expect(await errorCode(store.messages.copy(inbox.id, burak.id, [[1, 1]], own?.id as never))).toBe('done');
    expect(await errorCode(store.messages.move(inbox.id, burak.id, [[2, 2]], own?.id as never))).toBe('noPermission');
    await give('lrte');
    expect(await errorCode(store.messages.move(inbox.id, burak.id, [[2, 2]], own?.id as never))).toBe('done');
    expect(await expunge()).toBe('done');
    await give('lri');
    expect(await copy()).toBe('done');
    expect((await flags(ayse.id)).at(-1)).toEqual([0, []]);
  });

  test('append: the right i, and only flags that may be set; the octets are the owner s', async () => {
    const { store, ayse, burak, inbox } = world();
    const append = (): Promise<unknown> =>
      store.intake.append(
        inbox.id,
        [
          {
            body: { kind: 'inline', bytes: bytes('Subject: x\r\n\r\nx\r\n') },
            flags: { system: SEEN | FLAGGED | DELETED, keywords: ['k'] },
            internalDate: null,
          },
        ],
        burak.id,
      );
    await give('lr');
    expect(await errorCode(append())).toBe('noPermission');
    await give('lris');
    await append();
    expect(await flags(ayse.id)).toEqual([[SEEN, []]]);
    expect((await store.directory.account(ayse.id))?.usedBytes).toBeGreaterThan(0);
    expect((await store.directory.account(burak.id))?.usedBytes).toBe(0);
  });

  test('mailboxes below a shared one: made with k, shared alike, renamed and removed with x', async () => {
    const { store, ayse, burak } = world();
    const team = await store.mailboxes.create(ayse.id, 'Team', null);
    await give('lr', burak.id, team.id);
    const name = 'Other Users/ayse@example.com/Team/Sub/Deep';
    expect(await errorCode(store.mailboxes.create(burak.id, name, null))).toBe('noPermission');
    await give('lrk', burak.id, team.id);
    const made = await store.mailboxes.create(burak.id, name, null);
    expect([made.name, made.ownerId, made.rights]).toEqual([name, ayse.id, 'lrk']);
    expect((await store.mailboxes.find(ayse.id, 'Team/Sub/Deep'))?.id).toBe(made.id);
    expect(await errorCode(store.mailboxes.create(burak.id, 'Other Users/ayse@example.com/Top', null))).toBe(
      'nonexistent',
    );
    expect(await errorCode(store.mailboxes.create(burak.id, 'Other Users/nobody@example.com/Top', null))).toBe(
      'nonexistent',
    );
    const renamed = 'Other Users/ayse@example.com/Team/New';
    expect(await errorCode(store.mailboxes.rename(burak.id, name, renamed))).toBe('noPermission');
    await give('lrkx', burak.id, made.id);
    await store.mailboxes.rename(burak.id, name, renamed);
    expect((await store.mailboxes.byId(burak.id, made.id))?.name).toBe(renamed);
    expect(await errorCode(store.mailboxes.rename(burak.id, renamed, 'Mine'))).toBe('cannot');
    await store.mailboxes.remove(burak.id, renamed);
    expect(await store.mailboxes.find(ayse.id, 'Team/New')).toBeNull();
  });

  test('what somebody with k makes on the highest level is shared as INBOX is', async () => {
    const { store, ayse, burak } = world();
    await give('lrk');
    const made = await store.mailboxes.create(burak.id, 'Other Users/ayse@example.com/Top', null);
    expect(made.rights).toBe('lrk');
    const own = await store.mailboxes.create(ayse.id, 'Own', null);
    expect(await store.mailboxes.acl(own.id)).toEqual([]);
  });

  test('accounts hear of rights and of mailboxes shared with them; an account that goes loses its rights', async () => {
    const { store, ayse, burak } = world();
    const heard: string[] = [];
    store.changes.account(burak.id, (change) => change.kind === 'mailbox' && heard.push(change.change));
    const team = await store.mailboxes.create(ayse.id, 'Team', null);
    await give('lrx', burak.id, team.id);
    await store.mailboxes.rename(ayse.id, 'Team', 'Ekip');
    await store.mailboxes.remove(ayse.id, 'Ekip');
    expect(heard).toEqual(['rights', 'renamed', 'deleted']);
    await give('lr');
    await store.directory.removeAccount(burak.id);
    expect(await store.mailboxes.acl(world().inbox.id)).toEqual([]);
  });
});
