/** Real sockets on loopback throughout; certificates of a real office CA. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { connect as tlsConnect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../lib/clock.ts';
import { createOfficeCa, type OfficeCa } from '../tls/office-ca.ts';
import { createServerCertificate } from '../tls/server-certificate.ts';
import { explainBindError } from './bind-error.ts';
import { createConnectionLimits } from './connection-limits.ts';
import { openListener, type Connection, type ListenerOptions } from './listener.ts';
import { portHolder } from './port-holder.ts';
import { createTlsContexts, type TlsContexts } from './tls-contexts.ts';

interface Said {
  readonly code: string;
  readonly fields: Readonly<Record<string, unknown>>;
}
let ca: OfficeCa;
beforeAll(async () => {
  ca = await createOfficeCa(['mail.firma.test', 'imap.firma.test'], Date.now());
});
const certificateFor = (...names: string[]) =>
  createServerCertificate(ca, { names, addresses: ['127.0.0.1'] }, Date.now());

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

async function open(options: Partial<ListenerOptions> = {}) {
  const said: Said[] = [];
  const connections: Connection[] = [];
  const listener = await openListener({
    protocol: 'imap',
    host: '127.0.0.1',
    port: 0,
    tls: 'none',
    contexts: null,
    limits: createConnectionLimits({ clock: systemClock() }),
    clock: systemClock(),
    emit: (code, fields) => said.push({ code, fields }),
    onConnection: (connection) => connections.push(connection),
    ...options,
  });
  cleanUp.push(() => listener.close(0));
  return { listener, said, connections, port: listener.state().port };
}
async function dial(port: number, host = '127.0.0.1'): Promise<Socket> {
  const socket = connect(port, host);
  cleanUp.push(() => socket.destroy());
  await once(socket, 'connect');
  return socket;
}
async function dialTls(port: number, servername: string, more: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = tlsConnect({ port, host: '127.0.0.1', ca: ca.certificatePem, servername, ...more });
  cleanUp.push(() => socket.destroy());
  await once(socket, 'secureConnect');
  return socket;
}
async function until(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; !isTrue(); tries++) {
    if (tries > 500) throw new Error('it never came');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
/** Everything the other side says until it closes; a reset counts as closed. */
async function allOf(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (bytes: Buffer) => (text += bytes.toString()));
  await new Promise<void>((resolve) => socket.on('error', () => resolve()).on('close', () => resolve()));
  return text;
}

describe('a port', () => {
  test('in clear: knows its peer, counts, speaks', async () => {
    const { connections, listener, port, said } = await open();
    expect(listener.state()).toMatchObject({ state: 'listening', error: null, port: expect.any(Number) });
    const client = await dial(port);
    await until(() => connections.length === 1);
    expect(connections[0]).toMatchObject({ isSecure: false, localPort: port, localAddress: '127.0.0.1' });
    expect(connections[0]!.peer).toMatchObject({ address: '127.0.0.1', port: client.localPort, isLoopback: true });
    expect(listener.open).toBe(1);
    client.destroy();
    await until(() => listener.open === 0);
    expect(said).toEqual([{ code: 'listener.open', fields: { protocol: 'imap', host: '127.0.0.1', port } }]);
    await expect(connections[0]!.upgrade('')).rejects.toThrow(/cannot be started/);
  });

  test('on all addresses an IPv4 peer has its IPv4 address', async () => {
    const { connections, port } = await open({ host: '*' });
    await dial(port);
    await until(() => connections.length === 1);
    expect(connections[0]!.peer.address).toBe('127.0.0.1');
  });

  test('a peer that resets at once does no harm', async () => {
    const { listener, port } = await open();
    for (let n = 0; n < 20; n++) (await dial(port)).resetAndDestroy();
    await until(() => listener.open === 0);
    expect(listener.state().state).toBe('listening');
  });

  test('over its limit says goodbye and leaves the others alone', async () => {
    const limits = createConnectionLimits({ clock: systemClock(), perPeer: 1 });
    const { connections, said, port } = await open({ limits, farewell: (reason) => `* BYE ${reason}\r\n` });
    const first = await dial(port);
    await until(() => connections.length === 1);
    expect(await allOf(connect(port, '127.0.0.1'))).toBe('* BYE tooManyFromPeer\r\n');
    expect(said.at(-1)).toMatchObject({ code: 'listener.refused', fields: { peer: '127.0.0.1' } });
    first.destroy();
    await until(() => limits.open === 0);
    await dial(port);
    await until(() => connections.length === 2);
  });

  test('a session that throws at its start is reported and closed', async () => {
    const { said, port } = await open({
      onConnection: () => {
        throw new Error('planted');
      },
    });
    expect(await allOf(connect(port, '127.0.0.1'))).toBe('');
    expect(said.at(-1)).toEqual({ code: 'engine.bug', fields: { where: 'imap connection', error: 'Error: planted' } });
  });
});

describe('closing', () => {
  test('asks sessions to end and waits for them', async () => {
    const { connections, listener, port } = await open({
      onConnection: (connection) =>
        connection.closing.addEventListener('abort', () => connection.socket.end('* BYE\r\n')),
    });
    const words = allOf(await dial(port));
    await until(() => listener.open === 1);
    await listener.close(60_000);
    expect(await words).toBe('* BYE\r\n');
    expect(listener.state()).toMatchObject({ state: 'stopped', error: null });
    expect(connections).toHaveLength(0);
    await expect(dial(port)).rejects.toThrow(/ECONNREFUSED/);
  });
  test('cuts off who does not end in time', async () => {
    const { listener, port } = await open();
    const words = allOf(await dial(port));
    await until(() => listener.open === 1);
    const start = performance.now();
    await listener.close(200);
    expect(performance.now() - start).toBeGreaterThan(150);
    expect(await words).toBe('');
  });
});

describe('implicit TLS', () => {
  const openTls = async (more: Partial<ListenerOptions> = {}) => {
    const contexts = createTlsContexts([
      await certificateFor('mail.firma.test'),
      await certificateFor('imap.firma.test'),
    ]);
    const opened = await open({
      tls: 'implicit',
      contexts,
      onConnection: ({ socket }) => socket.on('data', (bytes: Buffer) => socket.write(bytes)),
      ...more,
    });
    return { ...opened, contexts };
  };
  const echo = async (socket: TLSSocket, text: string): Promise<string> => {
    const heard = once(socket, 'data') as Promise<[Buffer]>;
    socket.write(text);
    return (await heard)[0].toString();
  };

  test('the certificate by the name asked for, TLS 1.2 and 1.3', async () => {
    const { port } = await openTls();
    const imap = await dialTls(port, 'imap.firma.test');
    expect(imap.getPeerCertificate().subject.CN).toBe('imap.firma.test');
    expect(imap.getProtocol()).toBe('TLSv1.3');
    const other = await dialTls(port, 'mail.firma.test', { maxVersion: 'TLSv1.2' });
    expect(other.getPeerCertificate().subject.CN).toBe('mail.firma.test');
    expect(other.getProtocol()).toBe('TLSv1.2');
    expect(await echo(imap, 'hello')).toBe('hello');
  });
  test('TLS 1.1, clear text and silence are refused and reported; the port goes on', async () => {
    const { port, said, listener } = await openTls({ handshakeMs: 1_500 });
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    await expect(dialTls(port, 'mail.firma.test', old)).rejects.toThrow();
    const clear = await dial(port);
    clear.write('a LOGIN x y\r\n');
    await allOf(clear);
    await allOf(await dial(port));
    const failures = said.filter(({ code }) => code === 'tls.failed').map(({ fields }) => String(fields.reason));
    expect(failures).toHaveLength(3);
    expect(failures[2]).toBe('no handshake within 1.5 s');
    await until(() => listener.open === 0);
    expect(await echo(await dialTls(port, 'mail.firma.test'), 'still')).toBe('still');
  });
  test('a new certificate is taken at once, open sessions go on', async () => {
    const { port, contexts } = await openTls();
    const before = await dialTls(port, 'mail.firma.test');
    const renewed = await certificateFor('mail.firma.test');
    contexts.update([renewed]);
    const after = await dialTls(port, 'mail.firma.test');
    expect(after.getPeerCertificate().fingerprint256).not.toBe(before.getPeerCertificate().fingerprint256);
    expect(await echo(before, 'one')).toBe('one');
    expect(await echo(after, 'two')).toBe('two');
    expect(() => contexts.update([{ ...renewed, keyPem: 'damaged' }])).toThrow();
    expect(await echo(await dialTls(port, 'mail.firma.test'), 'three')).toBe('three');
  });
  test('ALPN', async () => {
    const { port } = await openTls({ alpn: ['http/1.1'] });
    expect((await dialTls(port, 'mail.firma.test', { ALPNProtocols: ['h2', 'http/1.1'] })).alpnProtocol).toBe(
      'http/1.1',
    );
  });
});

describe('STARTTLS', () => {
  let contexts: TlsContexts;
  const heard: string[] = [];
  const openStartTls = async () => {
    contexts = createTlsContexts([await certificateFor('mail.firma.test')]);
    heard.length = 0;
    return open({
      tls: 'starttls',
      contexts,
      onConnection(connection) {
        connection.socket.once('data', (bytes: Buffer) => {
          heard.push(bytes.toString().split('\r\n')[0]!);
          connection.socket.pause();
          // As a session does that looks a name up before it answers: what is sent meanwhile lies in the socket.
          setTimeout(() => {
            connection
              .upgrade('a OK go\r\n')
              .then((secured) => secured.on('data', (more: Buffer) => heard.push(more.toString())))
              .catch((error: unknown) => heard.push(String(error)));
          }, 100);
        });
      },
    });
  };
  const startTls = async (socket: Socket): Promise<TLSSocket> => {
    await once(socket, 'data');
    const secured = tlsConnect({ socket, ca: ca.certificatePem, servername: 'mail.firma.test' });
    await once(secured, 'secureConnect');
    return secured;
  };
  test('goes over to TLS', async () => {
    const { port, connections: _none, said } = await openStartTls();
    const client = await dial(port);
    client.write('a STARTTLS\r\n');
    const secured = await startTls(client);
    secured.write('b NOOP');
    await until(() => heard.length === 2);
    expect(heard).toEqual(['a STARTTLS', 'b NOOP']);
    expect(said.some(({ code }) => code === 'tls.failed')).toBe(false);
  });
  test('commands sent in clear behind it never reach the session', async () => {
    const { port, said } = await openStartTls();
    const client = await dial(port);
    client.write('a STARTTLS\r\n');
    await until(() => heard.length === 1);
    client.write('b LOGIN injected injected\r\n');
    const outcome = await Promise.race([startTls(client).then(() => 'secure'), allOf(client).then(() => 'closed')]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(heard.join()).not.toMatch(/injected/);
    // Thrown away before the handshake, or it spoils the handshake: never obeyed.
    expect(said.map(({ code }) => code)).toContain(outcome === 'secure' ? 'tls.earlyBytes' : 'tls.failed');
  });
});

test('STARTTLS throws away what already lies in the socket and says how much', async () => {
  const contexts = createTlsContexts([await certificateFor('mail.firma.test')]);
  const heard: string[] = [];
  const { port, said } = await open({
    tls: 'starttls',
    contexts,
    onConnection(connection) {
      connection.socket.once('readable', () => {
        heard.push(String(connection.socket.read(12)));
        connection.upgrade('a OK go\r\n').then(
          (secured) => secured.on('data', (more: Buffer) => heard.push(more.toString())),
          (error: unknown) => heard.push(String(error)),
        );
      });
    },
  });
  const client = await dial(port);
  client.write('a STARTTLS\r\nb LOGIN injected injected\r\n');
  await once(client, 'data');
  const secured = tlsConnect({ socket: client, ca: ca.certificatePem, servername: 'mail.firma.test' });
  await once(secured, 'secureConnect');
  secured.write('c NOOP');
  await until(() => heard.length === 2);
  expect(heard).toEqual(['a STARTTLS\r\n', 'c NOOP']);
  expect(said.at(-1)).toEqual({ code: 'tls.earlyBytes', fields: { protocol: 'imap', peer: '127.0.0.1', bytes: 27 } });
});

describe('a port that cannot be had', () => {
  let holder: ChildProcess | null = null;
  afterEach(() => {
    holder?.kill();
    holder = null;
  });
  test.each(['127.0.0.1', '::1'])('held by another program on %s: which one', async (host) => {
    const program = `require('net').createServer().listen(0, '${host}', function () { console.log(this.address().port) })`;
    holder = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(holder.stdout!, 'data')) as [Buffer];
    const port = Number(line.toString());
    const { listener, said } = await open({ host, port });
    const { state, error } = listener.state();
    expect(state).toBe('failed');
    expect(error?.code).toBe('inUse');
    expect(error?.message).toContain(`port ${port} on ${host} is held by`);
    if (process.platform === 'linux') {
      expect(await portHolder(port)).toMatchObject({ pid: holder.pid });
      expect(error?.message).toContain(`process ${holder.pid}`);
      expect(error?.program).not.toBeNull();
    }
    expect(said[0]).toMatchObject({ code: 'listener.failed', fields: { port } });
    // The others start all the same.
    expect((await open()).listener.state().state).toBe('listening');
    await listener.close(0);
  });
  test('an address of another computer', async () => {
    const { listener } = await open({ host: '203.0.113.7' });
    expect(listener.state().error).toMatchObject({ code: 'addressUnavailable' });
    expect(listener.state().error?.message).toMatch(/no address 203\.0\.113\.7/);
  });
  test.runIf(process.platform === 'linux')('below 1024 without the right: told apart, with the cure', () => {
    const program = `
      import { createServer } from 'node:net';
      createServer().on('error', (e) => console.log(e.code)).listen(7, '127.0.0.1', function () { console.log('bound'); this.close(); });`;
    const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      ...asNobody,
      cwd: '/',
    }).toString();
    expect(said.trim()).toBe('EACCES');
  });
  test.each([
    [
      'linux',
      25,
      /setcap cap_net_bind_service=\+ep \/opt\/node.*AmbientCapabilities=CAP_NET_BIND_SERVICE.*ip_unprivileged_port_start=25/,
    ],
    ['linux', 2525, /security policy/],
    ['darwin', 25, /set bind to \*/],
    ['win32', 25, /excludedportrange/],
  ] as const)('cure on %s for port %d', (platform, port, cure) => {
    const error = Object.assign(new Error('listen EACCES'), { code: 'EACCES' });
    const attempt = { protocol: 'smtp', host: '*', port, platform, executable: '/opt/node' };
    expect(explainBindError(error, attempt, null)).toMatchObject({
      code: 'notPermitted',
      message: expect.stringMatching(cure),
    });
  });
  test('nobody holds a free port', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    if (process.platform === 'linux') expect(await portHolder(port)).toMatchObject({ pid: process.pid });
    server.close();
    await once(server, 'close');
    expect(await portHolder(port)).toBeNull();
  });
});

test('TLS without certificates is a mistake of ours', async () => {
  await expect(open({ tls: 'implicit' })).rejects.toThrow(/no certificates/);
});
