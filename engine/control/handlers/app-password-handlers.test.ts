import { expect, test } from 'vitest';
import { appPasswordHandlers } from './app-password-handlers.ts';
import type { Caller } from '../caller.ts';
import { ControlFailure, type MethodName, type Request, type Response, type Role } from '../contract.ts';
import { controlDispatcher, type Handlers } from '../dispatcher.ts';
import { createAppPasswordSessions } from '../../auth/app-password-sessions.ts';
import { createEventBus } from '../../events/bus.ts';
import { systemClock } from '../../lib/clock.ts';
import type { AccountRole } from '../../model/account.ts';
import type { LogEvent } from '../../model/log-event.ts';
import { openMemoryStore } from '../../store/memory/open-store.ts';

async function build() {
  const clock = systemClock();
  const { store } = await openMemoryStore({ clock });
  const bus = createEventBus(clock);
  const events: LogEvent[] = [];
  bus.subscribe((event) => void events.push(event));
  await store.directory.createDomain({
    name: 'ornek.test',
    dkim: { selector: 's', privateKeyPem: 'none', publicKey: 'none' },
  });
  const person = async (localpart: string, role: AccountRole) => {
    const { id } = await store.directory.createAccount({
      ...{ address: { localpart, domain: 'ornek.test' }, displayName: '', role, language: 'tr' as const },
      ...{ quotaBytes: null, passwordHash: 'none' },
    });
    const caller: Caller = { role, accountId: id, name: `${localpart}@ornek.test` };
    return { id, caller };
  };
  const people = {
    owner: await person('patron', 'owner'),
    admin: await person('yonetici', 'admin'),
    viewer: await person('izleyici', 'viewer'),
    account: await person('ayse', 'account'),
  };
  const ended: string[] = [];
  const appSessions = createAppPasswordSessions({
    ...{ clock, emit: bus.emit },
    connections: { end: (session) => (ended.push(session), true), onGone: () => undefined },
  });
  const dispatch = controlDispatcher(
    appPasswordHandlers({ store, clock, emit: bus.emit, appSessions }) as Handlers,
    bus.emit,
  );
  const call = async <M extends MethodName>(caller: Caller, method: M, request: Request<M>): Promise<Response<M>> =>
    (await dispatch(caller, method, request)) as Response<M>;
  return { store, people, events, call, appSessions, ended };
}
const wanted = { label: ' Telefon ', protocols: ['submission' as const, 'imap' as const] };
/** @returns the code of the refusal, and of which value */
const refusal = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: unknown) => {
      if (!(error instanceof ControlFailure)) throw error;
      return `${error.error.code}${error.error.field === undefined ? '' : ` ${error.error.field}`}`;
    },
  );

test('everybody has their own, without saying who they are', async () => {
  const { people, call, events } = await build();
  const { caller, id } = people.account;
  const { appPassword, password } = await call(caller, 'appPasswords.create', wanted);
  expect(appPassword).toMatchObject({ accountId: id, label: 'Telefon', protocols: ['imap', 'submission'] });
  expect(await call(caller, 'appPasswords.list', {})).toEqual([appPassword]);
  expect(JSON.stringify(events)).not.toContain(password);
  expect(await call(caller, 'appPasswords.revoke', { id: appPassword.id })).toEqual({ sessionsEnded: 0 });
  expect(await call(caller, 'appPasswords.list', {})).toEqual([]);
  const by = { account: 'ayse@ornek.test', label: 'Telefon', by: 'ayse@ornek.test' };
  expect(events.map(({ code, fields }) => [code, fields])).toEqual([
    ['directory.appPasswordAdded', by],
    ['directory.appPasswordRevoked', { ...by, sessions: 0 }],
  ]);
});

const ROLES: readonly Role[] = ['owner', 'admin', 'viewer', 'account'];
test.each([
  ['owner', ['done', 'done', 'done', 'done'], ['done', 'done', 'done', 'done']],
  ['admin', ['done', 'done', 'done', 'done'], ['denied', 'done', 'done', 'done']],
  ['viewer', ['done', 'done', 'done', 'done'], ['denied', 'denied', 'done', 'denied']],
  ['account', ['denied', 'denied', 'denied', 'done'], ['denied', 'denied', 'denied', 'done']],
] as const)('%s sees and changes those of owner, admin, viewer, account', async (role, looks, changes) => {
  const { people, call } = await build();
  const { caller } = people[role];
  for (const [at, whose] of ROLES.entries()) {
    const { id, caller: self } = people[whose];
    expect([whose, await refusal(call(caller, 'appPasswords.list', { account: id }))]).toEqual([whose, looks[at]]);
    const create = call(caller, 'appPasswords.create', { ...wanted, account: id });
    expect([whose, await refusal(create)]).toEqual([whose, changes[at]]);
    const { appPassword } = await call(self, 'appPasswords.create', wanted);
    const revoke = call(caller, 'appPasswords.revoke', { id: appPassword.id });
    // To a person without a role, what is not theirs is not there.
    const hidden = changes[at] === 'denied' && role === 'account' ? 'nonexistent' : changes[at];
    expect([whose, await refusal(revoke)]).toEqual([whose, hidden]);
  }
});

test('revoking ends what came in by it', async () => {
  const { people, call, appSessions, ended } = await build();
  const desktop: Caller = { role: 'owner', accountId: null, name: 'desktop' };
  const { appPassword } = await call(desktop, 'appPasswords.create', { ...wanted, account: people.account.id });
  appSessions.admit('s1', appPassword, 'ayse@ornek.test');
  expect(await call(desktop, 'appPasswords.revoke', { id: appPassword.id })).toEqual({ sessionsEnded: 1 });
  expect(ended).toEqual(['s1']);
});

test('what cannot be is refused with the value that is wrong', async () => {
  const { people, call } = await build();
  const { caller } = people.account;
  const desktop: Caller = { role: 'owner', accountId: null, name: 'desktop' };
  const create = (request: Partial<Request<'appPasswords.create'>>, by = caller): Promise<string> =>
    refusal(call(by, 'appPasswords.create', { ...wanted, ...request }));
  expect(await create({ label: '  ' })).toBe('badRequest label');
  expect(await create({ label: 'x'.repeat(101) })).toBe('badRequest label');
  expect(await create({ protocols: [] })).toBe('badRequest protocols');
  expect(await create({ protocols: ['web' as 'imap'] })).toBe('badRequest protocols.0');
  expect(await create({ expiresAt: Date.now() - 1 })).toBe('badRequest expiresAt');
  expect(await create({}, desktop)).toBe('badRequest account');
  expect(await create({ account: 9999 }, desktop)).toBe('nonexistent');
  expect(await refusal(call(desktop, 'appPasswords.revoke', { id: 9999 }))).toBe('nonexistent');
});
