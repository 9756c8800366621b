/** One contract over four carriers: the same answers, the same refusals, and nothing of a bug leaves the engine. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { controlClient, type ControlClient } from '../../engine/control/client.ts';
import type { MethodName, Role } from '../../engine/control/contract.ts';
import { CARRIERS, type OpenCarrier } from './helpers/carriers.ts';
import { outcomeOf, plantedControl, SECRET, type PlantedControl } from './helpers/planted-control.ts';

const settle = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.each(CARRIERS)('$name', (kind) => {
  let control: PlantedControl;
  let carrier: OpenCarrier;
  let client: ControlClient;
  beforeAll(async () => {
    control = plantedControl();
    carrier = await kind.open(control, 'owner');
    client = controlClient(carrier.transport);
  }, 30_000);
  afterAll(() => carrier.close());
  const anyCall = (method: string, request?: unknown) =>
    outcomeOf(carrier.transport.call(method as MethodName, request));

  test('answers, with and without a request', async () => {
    expect(await client.call('session.get')).toMatchObject({ role: 'owner' });
    expect(await client.call('accounts.list', { limit: 3 })).toEqual({ items: [{ limit: 3 }], next: null });
    expect(await client.call('domains.remove', { id: 1 })).toBeOneOf([null, undefined]);
  });
  test('many calls at once keep their answers', async () => {
    const limits = Array.from({ length: 100 }, (_, at) => at + 1);
    const pages = await Promise.all(limits.map((limit) => client.call('accounts.list', { limit })));
    expect(pages.map(({ items }) => (items as unknown as { limit: number }[])[0]?.limit)).toEqual(limits);
  });
  test('an expected refusal keeps its code and words', async () => {
    expect(await anyCall('domains.create', { name: 'a.test' })).toEqual({
      code: 'conflict',
      message: 'that domain is taken',
    });
  });
  test('a bug leaks nothing', async () => {
    const error = await anyCall('store.check', { bodies: false, repair: false });
    expect(error).toEqual({ code: 'internal', message: 'internal error' });
    expect(JSON.stringify(error)).not.toContain(SECRET);
  });
  test.each(['nope', '__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])(
    'there is no method %j',
    async (method) => {
      expect(await anyCall(method)).toMatchObject({ code: 'badRequest' });
    },
  );
  test.each([
    ['domains.create', {}, 'name'],
    ['domains.create', { name: 7 }, 'name'],
    ['domains.create', { name: 'a.test', extra: 1 }, ''],
    ['accounts.list', { limit: 501 }, 'limit'],
    ['accounts.list', 'text', ''],
    ['queue.hold', { ids: [] }, undefined],
  ])('%s refuses %j and names the field', async (method, request, field) => {
    const error = await anyCall(method, request);
    expect(error).toMatchObject({ code: 'badRequest' });
    if (field !== undefined) expect(error).toMatchObject({ field });
  });
  test('a topic tells until it is unsubscribed', async () => {
    const heard: unknown[] = [];
    const end = client.subscribe('queue', undefined, (event) => heard.push(event));
    await client.call('queue.pause');
    await expect.poll(() => heard, { timeout: 3000 }).toEqual([{ ids: [7] }]);
    end();
    await client.call('queue.pause');
    await settle(200);
    expect(heard).toHaveLength(1);
  });
  test('log lines come gathered', async () => {
    const heard: { readonly events: readonly { readonly fields: { readonly account?: unknown } }[] }[] = [];
    client.subscribe('log', { minLevel: 'info' }, (event) => heard.push(event as never));
    await client.call('queue.resume');
    await expect.poll(() => heard.flatMap(({ events }) => events), { timeout: 3000 }).toHaveLength(3);
    expect(heard).toHaveLength(1);
    expect(heard[0]?.events.map(({ fields }) => fields.account)).toEqual(['line 0', 'line 1', 'line 2']);
  });
});

describe.each(CARRIERS.filter(({ choosesRole }) => choosesRole))('$name holds roles', (kind) => {
  async function as<T>(role: Role, use: (client: ControlClient, control: PlantedControl) => Promise<T>): Promise<T> {
    const control = plantedControl();
    const carrier = await kind.open(control, role);
    try {
      return await use(controlClient(carrier.transport), control);
    } finally {
      await carrier.close();
    }
  }
  test.each([
    ['account', 'session.get', undefined, true],
    ['account', 'accounts.list', {}, false],
    ['viewer', 'accounts.list', {}, true],
    ['viewer', 'domains.remove', { id: 1 }, false],
    ['admin', 'domains.remove', { id: 1 }, true],
    ['admin', 'store.check', { bodies: false, repair: false }, false],
  ] as const)('%s: %s %j', async (role, method, request, allowed) => {
    const outcome = await as(role, (client) => outcomeOf(client.call(method as 'accounts.list', request as never)));
    if (allowed) expect(outcome ?? {}).not.toHaveProperty('code');
    else expect(outcome).toMatchObject({ code: 'denied' });
  });
  test('a viewer hears no log', async () => {
    const heard: unknown[] = [];
    await as('viewer', async (client, { bus }) => {
      try {
        client.subscribe('log', {}, (event) => heard.push(event));
      } catch (error) {
        // The direct carrier refuses at once, the others by a frame.
        expect(error).toMatchObject({ error: { code: 'denied' } });
      }
      bus.emit('engine.ready', { version: 'x' });
      await settle(200);
    });
    expect(heard).toEqual([]);
  });
});

describe('frames that are none', () => {
  test('end the browser connection, and only it', async () => {
    const control = plantedControl();
    const web = CARRIERS.find(({ name }) => name.startsWith('WebSocket'))!;
    const carrier = await web.open(control, 'owner');
    carrier.raw?.({ neither: 'nor' });
    const answer = await Promise.race([outcomeOf(carrier.transport.call('session.get', undefined)), settle(500)]);
    expect(answer).toBeUndefined();
    await carrier.close();
  });
});
