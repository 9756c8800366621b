import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eachWorld, errorCode, fill, IMPLEMENTATIONS } from './helpers/stores.ts';
import type { Address } from '../../engine/model/account.ts';
import type { UnixMs } from '../../engine/model/ids.ts';

const at = (text: string): Address => {
  const [localpart = '', domain = ''] = text.split('@');
  return { localpart, domain };
};

describe.each(IMPLEMENTATIONS)('directory on $name', ({ open }) => {
  const world = eachWorld(open, { beforeEach, afterEach });
  const kind = async (text: string): Promise<string> => {
    const found = await world().store.directory.resolve(at(text));
    if (found.kind === 'account' || found.kind === 'alias') return `${found.kind} ${found.detail ?? '-'}`;
    return found.kind;
  };

  test('addresses resolve: exact, then without detail, then catch-all', async () => {
    const { store, ayse } = world();
    expect(await kind('AySe@example.com')).toBe('account -');
    expect(await kind('ayse+lists@example.com')).toBe('account lists');
    expect(await kind('nobody@example.com')).toBe('unknownLocalpart');
    expect(await kind('ayse@elsewhere.example')).toBe('foreign');
    await store.directory.createAlias(at('ayse+vip@example.com'), [at('burak@example.com')]);
    expect(await kind('ayse+vip@example.com')).toBe('alias -');
    const domain = await store.directory.domain('example.com');
    await store.directory.updateDomain(domain?.id as never, { catchAll: ayse.id });
    expect(await kind('nobody@example.com')).toBe('catchAll');
    await store.directory.updateDomain(domain?.id as never, { status: 'disabled' });
    expect(await kind('ayse@example.com')).toBe('disabled');
  });

  test('postmaster and abuse lead to the first administrator, changeable and not removable', async () => {
    const { store, ayse, burak } = world();
    for (const name of ['postmaster@example.com', 'ABUSE@example.com', 'Postmaster@']) {
      expect(await store.directory.resolve(at(name))).toMatchObject({
        kind: 'alias',
        alias: { role: true, targets: [ayse.address] },
      });
    }
    const { items } = await store.directory.aliases({});
    expect(items.map(({ address }) => address.localpart)).toEqual(['abuse', 'postmaster']);
    const postmaster = items[1];
    expect(await errorCode(store.directory.removeAlias(postmaster?.id as never))).toBe('cannot');
    await store.directory.updateAlias(postmaster?.id as never, [burak.address]);
    expect(await store.directory.resolve(at('postmaster@'))).toMatchObject({ alias: { targets: [burak.address] } });
    expect((await store.directory.ownAddresses(ayse.id)).map(({ localpart }) => localpart)).toEqual(['ayse', 'abuse']);
    expect((await store.directory.ownAddresses(burak.id)).map(({ localpart }) => localpart)).toEqual([
      'burak',
      'postmaster',
    ]);
  });

  test('own addresses follow aliases of aliases', async () => {
    const { store, burak } = world();
    await store.directory.createAlias(at('sales@example.com'), [at('team@example.com'), at('x@far.example')]);
    await store.directory.createAlias(at('team@example.com'), [at('BURAK@example.com')]);
    const own = (await store.directory.ownAddresses(burak.id)).map(({ localpart }) => localpart).sort();
    expect(own).toEqual(['burak', 'sales', 'team']);
  });

  test('an address is given once', async () => {
    const { store } = world();
    expect(await errorCode(store.directory.createAlias(at('Ayse@example.com'), [at('x@y.example')]))).toBe(
      'alreadyExists',
    );
    expect(await errorCode(store.directory.createAlias(at('a@none.example'), [at('x@y.example')]))).toBe('nonexistent');
    expect(await errorCode(store.directory.createAlias(at('empty@example.com'), []))).toBe('cannot');
    expect(
      await errorCode(
        store.directory.createDomain({
          name: 'example.com',
          dkim: { selector: 's', privateKeyPem: '', publicKey: '' },
        }),
      ),
    ).toBe('alreadyExists');
  });

  test('the first account is owner, and the last owner stays', async () => {
    const { store, ayse, burak } = world();
    expect([ayse.role, burak.role]).toEqual(['owner', 'account']);
    expect(await errorCode(store.directory.updateAccount(ayse.id, { role: 'account' }))).toBe('cannot');
    expect(await errorCode(store.directory.updateAccount(ayse.id, { status: 'disabled' }))).toBe('cannot');
    expect(await errorCode(store.directory.removeAccount(ayse.id))).toBe('cannot');
    await store.directory.updateAccount(burak.id, { role: 'owner', displayName: 'B' });
    await fill(world(), 2);
    await store.directory.removeAccount(ayse.id);
    expect(await store.directory.account(ayse.id)).toBeNull();
    expect((await store.directory.domain('example.com'))?.accounts).toBe(1);
    expect(await store.mailboxes.list(ayse.id)).toEqual([]);
  });

  test('a domain goes when it is empty', async () => {
    const { store, burak } = world();
    const domain = await store.directory.domain('example.com');
    expect(await errorCode(store.directory.removeDomain(domain?.id as never))).toBe('inUse');
    const other = await store.directory.createDomain({
      name: 'empty.example',
      dkim: { selector: 's2', privateKeyPem: 'p', publicKey: 'k' },
    });
    await store.directory.updateDomain(other.id, { catchAll: burak.id });
    expect(await store.directory.dkimKey('empty.example')).toMatchObject({
      domain: 'empty.example',
      selector: 's2',
      privateKeyPem: 'p',
      publicKey: 'k',
    });
    await store.directory.removeDomain(other.id);
    expect([await store.directory.domain('empty.example'), await store.directory.dkimKey('empty.example')]).toEqual([
      null,
      null,
    ]);
  });

  test('lists are paged by address and searched folded', async () => {
    const { store } = world();
    const first = await store.directory.accounts({ limit: 1 });
    expect([first.items.map(({ address }) => address.localpart), first.next !== null]).toEqual([['ayse'], true]);
    const rest = await store.directory.accounts({ limit: 1, after: first.next ?? undefined });
    expect([rest.items.map(({ address }) => address.localpart), rest.next]).toEqual([['burak'], null]);
    expect((await store.directory.accounts({ text: 'IŞIK' })).items.map(({ displayName }) => displayName)).toEqual([
      'Burak Işık',
    ]);
    expect((await store.directory.aliases({ text: 'AYSE' })).items).toHaveLength(2);
    expect(
      (await store.directory.domains({ limit: 1 })).items.map(({ name, accounts, aliases }) => [
        name,
        accounts,
        aliases,
      ]),
    ).toEqual([['example.com', 2, 2]]);
  });

  test('logins, passwords and browser sessions', async () => {
    const { store, ayse, clock } = world();
    await store.directory.noteLogin(ayse.id, 5 as UnixMs, 'imap', '192.0.2.7');
    expect((await store.directory.account(ayse.id))?.lastLogin).toEqual({ at: 5, protocol: 'imap', peer: '192.0.2.7' });
    expect(await store.credentials.byAddress(at('AYSE@example.com'))).toEqual({
      accountId: ayse.id,
      passwordHash: 'hash of ayse',
    });
    expect(await store.credentials.byAddress(at('none@example.com'))).toBeNull();
    const login = { accountId: ayse.id, createdAt: clock.at, expiresAt: (clock.at + 1000) as UnixMs };
    await store.credentials.addWebLogin('token', login);
    expect(await store.credentials.webLogin('token', clock.at)).toEqual(login);
    expect(await store.credentials.webLogin('token', login.expiresAt)).toBeNull();
    await store.credentials.setPassword(ayse.id, 'new hash');
    expect(await store.credentials.webLogin('token', clock.at)).toBeNull();
    expect((await store.credentials.byAddress(ayse.address))?.passwordHash).toBe('new hash');
  });

  test('settings are set together, removed by undefined, and told', async () => {
    const { store } = world();
    const told: unknown[] = [];
    store.changes.store((change) => told.push(change));
    await store.settings.set({ 'smtp.port': 25, 'log.level': 'info' });
    await store.settings.set({ 'smtp.port': undefined, hostname: 'mail.example.com' });
    expect(await store.settings.all()).toEqual({ hostname: 'mail.example.com', 'log.level': 'info' });
    expect(told).toEqual([
      { kind: 'settings', names: ['smtp.port', 'log.level'] },
      { kind: 'settings', names: ['smtp.port', 'hostname'] },
    ]);
  });
});
