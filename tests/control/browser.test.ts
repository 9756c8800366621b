/** The browser's way in, on a real engine: sign-in, one-time link, other origins, rate limits, files, and the socket's end at sign-out. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PASSWORD, startRealEngine, type RealEngine } from './helpers/real-engine.ts';

let real: RealEngine;
beforeAll(async () => {
  real = await startRealEngine();
}, 60_000);
afterAll(() => real.close());
const login = (address: string, password = PASSWORD, headers = {}) =>
  real.fetch('/login', { method: 'POST', body: { address, password }, headers });

describe('sign-in', () => {
  test('by password: a cookie that only TLS and this host see, and the account’s own role', async () => {
    const answer = await login('mehmet@firma.test');
    expect(answer.status).toBe(204);
    const [cookie = ''] = answer.headers['set-cookie'] ?? [];
    for (const attribute of ['__Host-', 'Secure', 'HttpOnly', 'SameSite=Strict', 'Path=/'])
      expect(cookie).toContain(attribute);
    const { client, socket } = await real.openSocket(answer.cookie);
    expect(await client.call('session.get')).toMatchObject({ role: 'viewer', address: 'mehmet@firma.test' });
    await expect(client.call('domains.remove', { id: 1 })).rejects.toMatchObject({ error: { code: 'denied' } });
    socket.close();
  });
  test('by the one-time link, once', async () => {
    const { url } = await real.owner.call('web.loginLink');
    const token = /#login=([\w-]+)$/.exec(url ?? '')?.[1];
    const redeem = () => real.fetch('/login/link', { method: 'POST', body: { token } });
    const first = await redeem();
    expect([first.status, (await redeem()).status]).toEqual([204, 401]);
    const { client, socket } = await real.openSocket(first.cookie);
    expect(await client.call('session.get')).toMatchObject({ role: 'owner', address: null });
    socket.close();
  });
  test('a wrong password, an unknown account and a wrong token look the same', async () => {
    const wrong = await login('ayse@firma.test', 'wrong');
    const unknown = await login('nobody@firma.test', 'wrong');
    expect([wrong.status, wrong.text, wrong.cookie]).toEqual([unknown.status, unknown.text, unknown.cookie]);
    expect([wrong.status, wrong.cookie]).toEqual([401, null]);
    expect((await real.fetch('/login/link', { method: 'POST', body: { token: 'x'.repeat(43) } })).status).toBe(401);
  });
  test.each([
    ['no JSON', 'address=a', 400],
    ['a wrong shape', { address: 'a' }, 400],
    ['more than it needs', { address: 'a', password: 'b', role: 'owner' }, 400],
    ['far too much', `{"address":"${'a'.repeat(20_000)}"}`, 413],
  ])('%s is refused', async (_what, body, status) => {
    expect((await real.fetch('/login', { method: 'POST', body })).status).toBe(status);
  });
  test('guessing is slowed', async () => {
    const answers = [];
    for (let n = 0; n < 12; n++) answers.push(await login('guess@firma.test', `guess ${n}`));
    const last = answers.at(-1)!;
    expect(last.status).toBe(429);
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(0);
  }, 40_000);
});

describe('who may open the control socket', () => {
  test.each([
    ['nobody signed in', null],
    ['a made-up cookie', `__Host-postane=${'z'.repeat(43)}`],
  ])('not with %s', async (_what, cookie) => {
    await expect(real.openSocket(cookie)).rejects.toThrow('401');
  });
  test('not from another page, even when signed in', async () => {
    const { cookie } = await login('ayse@firma.test');
    for (const origin of ['https://evil.test', 'null', real.origin.replace('https', 'http')])
      await expect(real.openSocket(cookie, origin)).rejects.toThrow('403');
  });
  test('the page can see why', async () => {
    const { cookie } = await login('ayse@firma.test');
    expect((await real.fetch('/control')).status).toBe(401);
    expect((await real.fetch('/control', { headers: { cookie: cookie! } })).status).toBe(426);
  });
  test('signing out ends the cookie and, soon, the open window', async () => {
    const { cookie } = await login('ayse@firma.test');
    const { socket } = await real.openSocket(cookie);
    const closed = once(socket, 'close');
    expect((await real.fetch('/logout', { method: 'POST', headers: { cookie: cookie! } })).status).toBe(204);
    await expect(real.openSocket(cookie)).rejects.toThrow('401');
    expect((await closed)[0]).toBe(4401);
  }, 15_000);
  test('a new password signs the browser out', async () => {
    const made = await real.owner.call('accounts.create', {
      address: 'gul@firma.test',
      displayName: 'Gül',
      password: PASSWORD,
    });
    const { cookie } = await login('gul@firma.test');
    await real.owner.call('accounts.setPassword', { id: made.account.id, password: 'another-one-8' });
    await expect(real.openSocket(cookie)).rejects.toThrow('401');
  });
});

describe('requests', () => {
  test('from pages of others are refused', async () => {
    for (const origin of ['https://evil.test', 'null'])
      expect((await login('ayse@firma.test', PASSWORD, { origin })).status).toBe(403);
    expect((await real.fetch('/', { headers: { origin: 'https://evil.test' } })).status).toBe(403);
  });
  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])('%s is not answered', async (method) => {
    expect((await real.fetch('/', { method })).status).toBe(405);
  });
  test('POST only where it is meant', async () => {
    expect((await real.fetch('/index.html', { method: 'POST', body: {} })).status).toBe(405);
  });
  test('the screens come with their headers', async () => {
    const { status, headers, text } = await real.fetch('/');
    expect([status, text]).toEqual([200, '<!doctype html><title>screens</title>']);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'/);
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect([headers['x-content-type-options'], headers['x-frame-options'], headers['referrer-policy']]).toEqual([
      'nosniff',
      'DENY',
      'no-referrer',
    ]);
  });
  test.each([
    '/../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/..%2fpostane.db',
    '/.%00./x',
    '/assets/..%5c..%5cx.js',
    '/nothing.js',
    '/%zz',
  ])('%s leads to nothing', async (pathname) => {
    const answer = await raw(
      `GET ${pathname} HTTP/1.1\r\nHost: localhost:${real.port('https')}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 (404|400)/);
  });
  test('a head without end is cut off, and others go on', async () => {
    const answer = await raw(`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'a'.repeat(40_000)}`);
    expect(answer).toMatch(/^HTTP\/1\.1 4/);
    expect((await real.fetch('/')).status).toBe(200);
  });
  test('plain HTTP sends people to TLS', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(real.port('http'), '127.0.0.1', () =>
        socket.write(`GET /x?y=1 HTTP/1.1\r\nHost: localhost:${real.port('http')}\r\n\r\n`),
      );
      let text = '';
      socket.on('data', (piece) => (text += piece.toString()));
      socket.on('close', () => resolve(text)).on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 308/);
    expect(answer.toLowerCase()).toContain(`location: ${real.origin}/x?y=1\r\n`);
  });
});

/** The octets as they are, over TLS. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectTls(
      { host: 'localhost', port: real.port('https'), ca: real.ca, servername: 'localhost' },
      () => socket.write(text),
    );
    let answer = '';
    socket.on('data', (piece) => (answer += piece.toString()));
    socket.on('close', () => resolve(answer)).on('error', reject);
  });
}
