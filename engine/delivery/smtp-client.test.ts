import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { Readable } from 'node:stream';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, expect, test } from 'vitest';
import { sendToHop, type OutboundLetter } from './smtp-client.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const refusal = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });
async function remote(options: SMTPServerOptions, mail: string[] = []) {
  const server = new SMTPServer({
    authOptional: true,
    hideENHANCEDSTATUSCODES: false,
    onRcptTo: ({ address }, _session, done) =>
      done(
        address.startsWith('no')
          ? refusal(550, 'no such user')
          : address.startsWith('later')
            ? refusal(451, 'later')
            : null,
      ),
    onData(stream, _session, done) {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        mail.push(Buffer.concat(pieces).toString());
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  closers.push(() => new Promise<void>((resolve) => server.close(resolve)));
  return { name: 'mx.far.test', ip: '127.0.0.1', port: (server.server.address() as AddressInfo).port };
}
const letter = (recipients: string[], more: Partial<OutboundLetter> = {}): OutboundLetter => ({
  sender: 'ayse@firma.test',
  recipients,
  sizeBytes: 30,
  needsSmtpUtf8: false,
  needs8Bit: false,
  dsn: null,
  content: () => Readable.from([Buffer.from('Subject: x\r\n\r\n.dot\r\nend\r\n')], { objectMode: false }),
  ...more,
});
const kinds = (result: Awaited<ReturnType<typeof sendToHop>>) =>
  result.kind === 'answered'
    ? Object.fromEntries([...result.outcomes].map(([who, outcome]) => [who, outcome.kind]))
    : result.outcome;

test('each recipient has an outcome of its own, in TLS, with the bytes unchanged', async () => {
  const mail: string[] = [];
  const hop = await remote({}, mail);
  const result = await sendToHop(
    hop,
    { use: 'opportunistic' },
    null,
    letter(['a@far.test', 'no@far.test', 'later@far.test']),
    'mail.firma.test',
  );
  expect(kinds(result)).toEqual({ 'a@far.test': 'delivered', 'no@far.test': 'failed', 'later@far.test': 'deferred' });
  expect(mail).toEqual(['Subject: x\r\n\r\n.dot\r\nend\r\n']);
  const first = result.kind === 'answered' ? result.outcomes.get('a@far.test') : undefined;
  expect(first).toMatchObject({ remote: { tls: { version: 'TLSv1.3', verified: false } } });
});
test('all refused', async () => {
  const hop = await remote({ disabledCommands: ['STARTTLS'] });
  const result = await sendToHop(
    hop,
    { use: 'opportunistic' },
    null,
    letter(['no1@far.test', 'no2@far.test']),
    'mail.firma.test',
  );
  expect(kinds(result)).toEqual({ 'no1@far.test': 'failed', 'no2@far.test': 'failed' });
});
test('the letter refused after DATA counts for all accepted recipients', async () => {
  const hop = await remote({
    onData(stream, _session, done) {
      stream.resume();
      stream.on('end', () => done(refusal(554, 'spam')));
    },
  });
  const result = await sendToHop(
    hop,
    { use: 'none' },
    null,
    letter(['a@far.test', 'later@far.test']),
    'mail.firma.test',
  );
  expect(kinds(result)).toEqual({ 'a@far.test': 'failed', 'later@far.test': 'deferred' });
});
test('a required TLS with a certificate that nobody trusts sends nothing', async () => {
  const mail: string[] = [];
  const hop = await remote({}, mail);
  const result = await sendToHop(hop, { use: 'required' }, null, letter(['a@far.test']), 'mail.firma.test');
  expect(result).toMatchObject({ kind: 'unreachable', tlsFailed: true, outcome: { kind: 'deferred', reason: 'tls' } });
  expect(mail).toEqual([]);
});
test('nobody listens', async () => {
  const result = await sendToHop(
    { name: 'x', ip: '127.0.0.1', port: 1 },
    { use: 'none' },
    null,
    letter(['a@far.test']),
    'mail.firma.test',
  );
  expect(result).toMatchObject({ kind: 'unreachable', outcome: { kind: 'deferred', reason: 'connect' } });
});
test('a 554 greeting is no refusal of the letter', async () => {
  const server = createServer((socket) => socket.end('554 5.3.2 not today\r\n')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  const hop = { name: 'x', ip: '127.0.0.1', port: (server.address() as AddressInfo).port };
  const result = await sendToHop(hop, { use: 'none' }, null, letter(['a@far.test']), 'mail.firma.test');
  expect(result).toMatchObject({ kind: 'unreachable', outcome: { kind: 'deferred', reply: { code: 554 } } });
});
test('a session that dies after the letter, before the answer, is no success', async () => {
  const hop = await remote({
    disabledCommands: ['STARTTLS'],
    onData(stream) {
      stream.resume();
      // Everything came; the server dies before it says so.
      stream.on('end', () => closers.splice(0).forEach((close) => void close()));
    },
  });
  const result = await sendToHop(hop, { use: 'none' }, null, letter(['a@far.test']), 'mail.firma.test');
  expect(kinds(result)).toEqual({ 'a@far.test': 'deferred' });
}, 40_000);
test('SMTPUTF8 is asked for, and a remote without it fails the letter', async () => {
  const seen: unknown[] = [];
  const hop = await remote({ onMailFrom: (address, _session, done) => (seen.push(address.args), done()) });
  const utf8 = letter(['a@far.test'], { needsSmtpUtf8: true });
  expect(kinds(await sendToHop(hop, { use: 'none' }, null, utf8, 'mail.firma.test'))).toEqual({
    'a@far.test': 'delivered',
  });
  expect(seen[0]).toHaveProperty('SMTPUTF8');
  const without = await remote({ hideSMTPUTF8: true });
  expect(
    await sendToHop(without, { use: 'none' }, null, utf8, 'mail.firma.test').then((result) =>
      result.kind === 'answered' ? result.outcomes.get('a@far.test') : null,
    ),
  ).toMatchObject({ kind: 'failed', reason: 'smtpUtf8Unsupported' });
});
