/** Seeded nonsense in every state of SMTP and POP3: no bug is reported, the next client is served. */
import net from 'node:net';
import tls from 'node:tls';
import { expect, test } from 'vitest';
import { converse, PASSWORD, startSmtp } from '../helpers/smtp-harness.ts';
import { startPop3 } from '../helpers/pop3-harness.ts';
import { MEMORY } from '../helpers/mail-stores.ts';

const SEED = 20261124;
/** mulberry32 */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}
/** Writes the octets in random pieces, then leaves in one of several ways. */
async function pour(port: number, secure: boolean, octets: Buffer, random: (below: number) => number): Promise<void> {
  const socket = secure
    ? tls.connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
    : net.connect(port, '127.0.0.1');
  const gone = new Promise<void>((done) => socket.once('close', () => done()));
  socket.on('error', () => socket.destroy());
  socket.resume();
  await new Promise<void>((done) => socket.once(secure ? 'secureConnect' : 'connect', () => done()));
  if (random(2) === 0) await new Promise((done) => socket.once('data', done));
  for (let at = 0; at < octets.length && !socket.destroyed;) {
    const step = 1 + random(200);
    socket.write(octets.subarray(at, at + step));
    at += step;
    if (random(5) === 0) await new Promise((done) => setImmediate(done));
  }
  const leave = setTimeout(() => socket.destroy(), 30 + random(50));
  if (random(3) === 0) socket.end();
  await gone;
  clearTimeout(leave);
}
const nonsense = (words: readonly string[], random: (below: number) => number): Buffer =>
  Buffer.from(Array.from({ length: 3 + random(25) }, () => words[random(words.length)]!).join(''), 'latin1');

const SMTP_WORDS = [
  ...[
    'EHLO a\r\n',
    'HELO a\r\n',
    'MAIL FROM:<u@uzak.test>\r\n',
    'MAIL FROM:<> SIZE=9\r\n',
    'RCPT TO:<ayse@firma.test>\r\n',
    'RCPT TO:<yok@firma.test>\r\n',
    'DATA\r\n',
    '.\r\n',
    '\r\n.\r\n',
  ],
  ...[
    'RSET\r\n',
    'NOOP\r\n',
    'STARTTLS\r\n',
    'QUIT\r\n',
    'VRFY x\r\n',
    'AUTH PLAIN\r\n',
    'AUTH LOGIN =\r\n',
    '*\r\n',
    'AAAA\r\n',
    `${'x'.repeat(3000)}\r\n`,
    'Subject: x\r\n\r\nbody\r\n',
  ],
  ...[
    '\n',
    '\r',
    '\0',
    '\xff\xfe',
    'MAIL FROM:<"\\',
    '<<>>',
    ' ',
    ':',
    'GET / HTTP/1.1\r\n',
    '\x16\x03\x01\x02\x00',
    '\r\n',
  ],
];
test('SMTP', { timeout: 30_000 }, async () => {
  const opened = await MEMORY.open();
  const smtp = await startSmtp(opened.store, { limits: { idleMs: 2000 } });
  const random = randomFrom(SEED);
  for (let i = 0; i < 60; i++) {
    const secure = random(3) === 0;
    await pour(
      secure ? smtp.ports.submissions : random(2) === 0 ? smtp.ports.mx : smtp.ports.submission,
      secure,
      nonsense(SMTP_WORDS, random),
      random,
    );
  }
  expect(smtp.events.filter((event) => event.code === 'engine.bug')).toEqual([]);
  expect(
    await converse(await smtp.connect('mx'), [
      'EHLO a',
      'MAIL FROM:<u@uzak.test>',
      'RCPT TO:<ayse@firma.test>',
      'QUIT',
    ]),
  ).toEqual([
    expect.stringMatching(/^250/),
    expect.stringMatching(/^250/),
    expect.stringMatching(/^250/),
    expect.stringMatching(/^221/),
  ]);
  await smtp.stop();
  await opened.close();
});

const LOGIN = `AUTH PLAIN ${Buffer.from(`\0ayse@firma.test\0${PASSWORD}`).toString('base64')}\r\n`;
const POP3_WORDS = [
  ...[
    LOGIN,
    'CAPA\r\n',
    'STLS\r\n',
    'USER a\r\n',
    'PASS b\r\n',
    'AUTH PLAIN\r\n',
    '*\r\n',
    'AAAA\r\n',
    'STAT\r\n',
    'LIST\r\n',
    'LIST 1\r\n',
    'UIDL\r\n',
    'RETR 1\r\n',
    'TOP 1 1\r\n',
    'RSET\r\n',
  ],
  ...[
    'NOOP\r\n',
    'QUIT\r\n',
    'DELE 99\r\n',
    '\n',
    '\r',
    '\0',
    '\xff\xfe',
    `${'x'.repeat(9000)}`,
    'RETR 4294967296\r\n',
    '\x16\x03\x01\x02\x00',
    '\r\n',
  ],
];
test('POP3', { timeout: 30_000 }, async () => {
  const opened = await MEMORY.open();
  const pop3 = await startPop3(opened.store, { idleMs: 2000 });
  await pop3.deliver('Subject: x\r\n\r\n.\r\n');
  const random = randomFrom(SEED + 1);
  for (let i = 0; i < 60; i++) {
    const secure = random(3) > 0;
    await pour(secure ? pop3.ports.pop3s : pop3.ports.pop3, secure, nonsense(POP3_WORDS, random), random);
  }
  expect(pop3.events.filter((event) => event.code === 'engine.bug')).toEqual([]);
  const client = await pop3.connect('pop3s');
  await expect.poll(() => client.ask(LOGIN, /^[+-]/)).toBe('+OK 1 letters');
  await pop3.stop();
  await opened.close();
});
