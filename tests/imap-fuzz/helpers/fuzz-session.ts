/** One session of noise in a chosen state; keeps what was said and heard, so that it can be told. For tests. */
import net from 'node:net';
import tls from 'node:tls';
import { createRandom } from '../../helpers/random.ts';
import { commandLine } from './commands.ts';

export const STATES = [
  'clear',
  'notAuthenticated',
  'authenticated',
  'selected',
  'examined',
  'rev2',
  'qresync',
  'uidOnly',
  'midLiteral',
  'midAuthenticate',
  'idle',
  'compressed',
] as const;
export type FuzzState = (typeof STATES)[number];

export interface FuzzTarget {
  readonly clearPort: number;
  readonly tlsPort: number;
  readonly login: string;
  readonly password: string;
}
export interface FuzzReport {
  readonly said: string;
  readonly heard: string;
}
const INTO: Readonly<Record<FuzzState, readonly string[]>> = {
  clear: [],
  notAuthenticated: [],
  authenticated: [],
  selected: ['SELECT INBOX'],
  examined: ['EXAMINE INBOX'],
  rev2: ['ENABLE IMAP4rev2 UTF8=ACCEPT', 'SELECT INBOX'],
  qresync: ['ENABLE QRESYNC', 'SELECT INBOX (QRESYNC (1 1))'],
  uidOnly: ['ENABLE UIDONLY', 'SELECT INBOX'],
  midLiteral: ['SELECT INBOX'],
  midAuthenticate: [],
  idle: ['SELECT INBOX'],
  compressed: ['SELECT INBOX', 'COMPRESS DEFLATE'],
};
const LAST: Partial<Record<FuzzState, string>> = {
  midLiteral: 'x APPEND INBOX {900}\r\n',
  midAuthenticate: 'x AUTHENTICATE PLAIN\r\n',
  idle: 'x IDLE\r\n',
};
const WITHOUT_LOGIN: readonly FuzzState[] = ['clear', 'notAuthenticated', 'midAuthenticate'];

/** Says some lines of the seed's noise and leaves, in order or not. */
export async function fuzzSession(target: FuzzTarget, state: FuzzState, seed: number): Promise<FuzzReport> {
  const random = createRandom(seed);
  const socket = await connect(target, state);
  let heard = '';
  let wake = (): void => undefined;
  socket.on('data', (piece: Buffer) => {
    heard = (heard + piece.toString('latin1')).slice(-200_000);
    wake();
  });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const login = `LOGIN ${target.login} {${target.password.length}+}\r\n${target.password}`;
  const into = [...(WITHOUT_LOGIN.includes(state) ? [] : [login]), ...INTO[state]];
  let said = into.map((command, at) => `s${at} ${command}\r\n`).join('') + (LAST[state] ?? '');
  socket.write(said, 'latin1');
  const lines = Array.from({ length: 5 + random.upTo(25) }, (_, at) => commandLine(random, `t${at}`));
  for (const line of lines) {
    said += line;
    if (socket.writable) socket.write(line, 'latin1');
    if (random.chance(0.3)) await quiet(50, (call) => (wake = call));
  }
  const end = random.chance(0.6) ? 'DONE\r\nz LOGOUT\r\n' : '';
  said += end;
  if (socket.writable && end !== '') socket.write(end, 'latin1');
  await Promise.race([
    closed,
    quiet(400, (call) => (wake = call)),
    new Promise((resolve) => setTimeout(resolve, 3000)),
  ]);
  socket.destroy();
  return { said, heard };
}

async function connect(target: FuzzTarget, state: FuzzState): Promise<net.Socket> {
  const raw = net.connect({ host: '127.0.0.1', port: state === 'clear' ? target.clearPort : target.tlsPort });
  const socket = state === 'clear' ? raw : tls.connect({ socket: raw, rejectUnauthorized: false });
  await new Promise<void>((resolve, reject) => {
    socket.once(state === 'clear' ? 'connect' : 'secureConnect', () => resolve());
    socket.once('error', reject);
  });
  // A session that was ended for its noise may be reset: that is an end like another.
  socket.on('error', () => socket.destroy());
  return socket;
}

/** Resolves when nothing came for `ms`. */
function quiet(ms: number, onWake: (call: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    let timer = setTimeout(resolve, ms);
    onWake(() => {
      clearTimeout(timer);
      timer = setTimeout(resolve, ms);
    });
  });
}
