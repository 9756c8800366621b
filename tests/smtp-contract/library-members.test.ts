/** Each private member of smtp-server that server/smtp builds on: there, of the shape we rely on, at the pinned version. */
import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { SMTPConnection } from 'smtp-server/lib/smtp-connection.js';
import { SMTPStream } from 'smtp-server/lib/smtp-stream.js';
import { expect, test } from 'vitest';

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> };
const installed = JSON.parse(readFileSync('node_modules/smtp-server/package.json', 'utf8')) as { version: string };

test('the version is pinned', () => {
  expect(dependencies['smtp-server']).toBe('3.21.6');
  expect(installed.version).toBe('3.21.6');
});
test.each([
  'init',
  'connectionReady',
  'send',
  'close',
  'upgrade',
  '_createParser',
  '_setListeners',
  '_onClose',
  '_onError',
  '_onTimeout',
  '_onCommand',
  '_getHandler',
  '_getEnhancedStatusCode',
  '_resetSession',
  '_transmissionType',
  '_sendGreeting',
] as const)('a connection has %s', (name) => {
  expect(typeof SMTPConnection.prototype[name]).toBe('function');
});
test('a server makes connections from its own options and resolves names by a method', () => {
  expect(typeof SMTPServer.prototype._resolveSNI).toBe('function');
  const server = new SMTPServer({ logger: false });
  expect(server.secureContext).toBeInstanceOf(Map);
  expect(server.connections).toBeInstanceOf(Set);
  expect(server.secureContext.has('*')).toBe(true);
});
test('a connection has the fields we set and read', () => {
  const connection = new SMTPConnection(new SMTPServer({ logger: false, name: 'x' }), new Socket(), {
    remoteAddress: '192.0.2.1',
  });
  expect(connection).toMatchObject({
    _ready: false,
    _upgrading: false,
    _handlerPending: false,
    _nextHandler: false,
    _closing: false,
    _closed: false,
    hostNameAppearsAs: false,
    openingCommand: false,
    secure: false,
    name: 'x',
  });
  expect(connection._parser).toBeInstanceOf(SMTPStream);
  expect(connection.session.secure).toBe(false);
});
test('handlers are looked up by _getHandler alone, so that our table is the only one', () => {
  const connection = new SMTPConnection(new SMTPServer({ logger: false }), new Socket(), null);
  connection._getHandler = () => undefined;
  for (const name of ['WIZ', 'SHELL', 'KILL', 'MAIL', 'EHLO']) expect(connection._isSupported(name)).toBe(false);
});
test('the transmission type follows RFC 3848', () => {
  const connection = new SMTPConnection(new SMTPServer({ logger: false }), new Socket(), null);
  connection.openingCommand = 'EHLO';
  connection.secure = true;
  connection.session.user = 'x';
  expect(connection._transmissionType()).toBe('ESMTPSA');
});
test('a stream takes octets by _write and is retired by isClosed', () => {
  expect(typeof SMTPStream.prototype._write).toBe('function');
  expect(new SMTPStream().isClosed).toBe(false);
});
