/** One POP3 connection: lines in, answers out, one command at a time, bounded in line length, silence and mistakes. RFC 1939 3 */
import { COMMANDS } from './command-table.ts';
import type { LoginDelays } from './login-delays.ts';
import { openMaildrop, type Maildrop } from './maildrop.ts';
import type { MaildropLocks } from './maildrop-locks.ts';
import { MAX_LINE_OCTETS } from './pop3-limits.ts';
import {
  err,
  ok,
  type OpenResult,
  type Pop3Answer,
  type Pop3Code,
  type Pop3Deps,
  type Pop3Session,
} from './pop3-session.ts';
import type { Account } from '../../model/account.ts';
import { formatAddress } from '../../model/address-text.ts';
import { MailError } from '../../model/errors.ts';
import type { SessionId, UnixMs } from '../../model/ids.ts';
import { channelBindings } from '../../net/channel-bindings.ts';
import type { Connection } from '../../net/listener.ts';
import type { ChannelBindings } from '../../protocol/sasl/sasl-server.ts';
import type { OpenSession } from '../../net/open-sessions.ts';
import { parseLine, Pop3SyntaxError } from '../../protocol/pop3/command-line.ts';
import { pop3Text, type Pop3Language, type Pop3Text, type Pop3TextKey } from '../../protocol/pop3/pop3-texts.ts';

export type Pop3Incoming = Pick<
  Connection,
  'session' | 'socket' | 'isSecure' | 'tlsVersion' | 'traffic' | 'upgrade'
> & {
  readonly peer: { readonly address: string };
};

const LF = 10;
const MAX_WAITING_OCTETS = 64 * 1024;
const NOTHING = Buffer.alloc(0);
const TEMPORARY = err('temporary', 'SYS/TEMP');

/** What the sessions of a service share. */
export interface SharedDrops {
  readonly locks: MaildropLocks;
  readonly delays: LoginDelays;
}

export class Pop3Connection implements Pop3Session {
  readonly deps: Pop3Deps;
  readonly sessionId: SessionId;
  readonly peer: string;
  userName: string | null = null;
  isUtf8 = false;
  language: Pop3Language = 'en';
  readonly #incoming: Pop3Incoming;
  readonly #shared: SharedDrops;
  readonly #onGone: () => void;
  readonly #startsTls: boolean;
  readonly #since: UnixMs;
  #leave: () => void = () => undefined;
  #stopLoginTimer: () => void = () => undefined;
  #maildrop: Maildrop | null = null;
  #waiting: Buffer = NOTHING;
  #isRunning = false;
  #isUpgrading = false;
  #answerTo: ((line: string) => void) | null = null;
  #refusals = 0;
  #failedLogins = 0;
  #endsAfterAnswer = false;
  #isGone = false;
  #reason = 'the client closed the connection';
  readonly #onData = (piece: Buffer): void => this.#take(piece);
  readonly #onIdle = (): void => this.endWith('silence', 'silence', 'SYS/TEMP');

  /** @param startsTls STLS is offered while the connection is in clear */
  constructor(incoming: Pop3Incoming, deps: Pop3Deps, shared: SharedDrops, startsTls: boolean, onGone: () => void) {
    this.#incoming = incoming;
    this.deps = deps;
    this.#shared = shared;
    this.#onGone = onGone;
    this.#startsTls = startsTls;
    this.#since = deps.clock.now();
    this.sessionId = incoming.session;
    this.peer = incoming.peer.address;
  }
  start(): void {
    this.deps.emit('pop3.connected', { peer: this.peer }, { session: this.sessionId });
    // The raw socket closes in any case, also below TLS.
    this.#incoming.socket.on('close', () => this.#gone());
    this.#listen();
    const { clock, limits, sessions } = this.deps;
    this.#leave = sessions.add(this);
    this.#stopLoginTimer = clock.after(limits.loginMs, () => this.endWith('signInTooSlow', 'no sign-in', 'SYS/TEMP'));
    this.#say(ok('greeting', { host: this.deps.hostname() }));
  }
  get bindings(): ChannelBindings {
    return channelBindings(this.#incoming.socket);
  }
  get isSecure(): boolean {
    return this.#incoming.isSecure;
  }
  get canStartTls(): boolean {
    return this.#startsTls && !this.isSecure;
  }
  get maildrop(): Maildrop | null {
    return this.#maildrop;
  }
  get isBusy(): boolean {
    return this.#isRunning;
  }
  async open(account: Account): Promise<OpenResult> {
    const { locks, delays } = this.#shared;
    if (!locks.take(account.id, this)) return 'inUse';
    try {
      if (!delays.mayEnter(account.id, this.deps.policy().loginDelaySeconds)) return 'tooSoon';
      this.#maildrop = await openMaildrop(this.deps.store, account);
      this.#stopLoginTimer();
    } finally {
      if (this.#maildrop === null || this.#isGone) locks.release(this);
    }
    return 'open';
  }
  describe(): OpenSession {
    const address = this.#maildrop?.account.address;
    return {
      id: this.sessionId,
      protocol: 'pop3',
      peer: this.peer,
      since: this.#since,
      tls: this.#incoming.tlsVersion,
      account: address === undefined ? null : formatAddress(address),
      client: null,
      mailbox: this.#maildrop?.mailbox.name ?? null,
      ...this.#incoming.traffic(),
    };
  }
  end(): void {
    this.endWith('endedByAdministrator', 'ended by the administrator', 'SYS/TEMP');
  }
  noteFailedLogin(): void {
    this.#failedLogins += 1;
    if (this.#failedLogins >= this.deps.limits.failedLogins) this.endAfterAnswer();
  }
  endAfterAnswer(): void {
    this.#endsAfterAnswer = true;
    this.#reason = 'the session ended';
  }
  async write(piece: Uint8Array | string): Promise<void> {
    const { socket } = this.#incoming;
    if (this.#isGone || socket.destroyed) throw new ClientGone();
    if (socket.write(piece)) return;
    await new Promise<void>((resolve, reject) => {
      const finish = (): void => {
        socket.off('drain', finish).off('close', finish);
        if (socket.destroyed) reject(new ClientGone());
        else resolve();
      };
      socket.on('drain', finish).on('close', finish);
    });
  }
  async begin(key: Pop3TextKey, values?: Pop3Text['values']): Promise<void> {
    await this.write(`+OK ${pop3Text(this.language, { key, values })}\r\n`);
  }
  async ask(challenge: string): Promise<string> {
    const line = new Promise<string>((resolve) => {
      this.#answerTo = resolve;
    });
    await this.write(`+ ${Buffer.from(challenge).toString('base64')}\r\n`);
    this.#feedAnswer();
    return line;
  }
  async startTls(): Promise<void> {
    const clear = this.#incoming.socket;
    clear.off('data', this.#onData).off('timeout', this.#onIdle);
    clear.setTimeout(0);
    // What came in clear behind STLS is dropped, here and by the listener. RFC 2595 2.4
    this.#waiting = NOTHING;
    this.#isUpgrading = true;
    await this.#incoming.upgrade(`+OK ${pop3Text(this.language, { key: 'beginTls' })}\r\n`);
    this.#isUpgrading = false;
    this.#listen();
  }
  /** Says a last -ERR and ends. */
  endWith(key: Pop3TextKey, reason: string, code: Pop3Code | null = null): void {
    if (this.#isGone) return;
    this.#reason = reason;
    if (!this.#isUpgrading) this.#say(err(key, code));
    this.#incoming.socket.end();
    this.#incoming.socket.destroySoon();
  }
  #listen(): void {
    const { socket } = this.#incoming;
    socket.setTimeout(this.deps.limits.idleMs);
    socket.on('timeout', this.#onIdle).on('data', this.#onData);
    // 'close' follows and says the rest.
    socket.on('error', (error) => (this.#reason = error.message));
    socket.resume();
  }
  #take(piece: Buffer): void {
    this.#waiting = this.#waiting.length === 0 ? piece : Buffer.concat([this.#waiting, piece]);
    if (this.#waiting.length > MAX_WAITING_OCTETS) this.#incoming.socket.pause();
    this.#feedAnswer();
    if (!this.#isRunning) this.#run().catch((error: unknown) => this.#failed(error));
  }
  #feedAnswer(): void {
    if (this.#answerTo === null) return;
    const line = this.#nextLine();
    if (line === null) return;
    const answer = this.#answerTo;
    this.#answerTo = null;
    answer(line);
  }
  /** @returns null when no whole line has come yet */
  #nextLine(): string | null {
    const end = this.#waiting.indexOf(LF);
    if ((end < 0 ? this.#waiting.length : end) > MAX_LINE_OCTETS) {
      this.endWith('lineTooLong', 'a line that was too long');
      this.#waiting = NOTHING;
      return null;
    }
    if (end < 0) return null;
    const line = this.#waiting.subarray(0, end).toString('utf8').replace(/\r$/, '');
    this.#waiting = this.#waiting.subarray(end + 1);
    if (this.#waiting.length <= MAX_WAITING_OCTETS && !this.#isUpgrading) this.#incoming.socket.resume();
    return line;
  }
  async #run(): Promise<void> {
    this.#isRunning = true;
    try {
      for (let line = this.#nextLine(); line !== null && !this.#isGone; line = this.#nextLine()) {
        const answer = await this.#answer(line);
        // Free before the client hears of it, so that it may come again at once.
        if (this.#endsAfterAnswer) this.#shared.locks.release(this);
        if (answer !== null) this.#say(answer);
        if (this.#endsAfterAnswer) {
          this.#incoming.socket.end();
          return;
        }
        if (this.#incoming.socket.writableNeedDrain) await this.write('');
      }
    } finally {
      this.#isRunning = false;
    }
  }
  /** The one place where errors become answers. */
  async #answer(line: string): Promise<Pop3Answer> {
    const { verb, argument } = parseLine(line);
    const command = COMMANDS.get(verb);
    const state = this.#maildrop === null ? 'authorization' : 'transaction';
    if (command === undefined) return this.#refuse(err('unknownCommand'));
    if (command.state !== 'any' && command.state !== state)
      return this.#refuse(err(state === 'authorization' ? 'signInFirst' : 'signedInAlready'));
    try {
      const answer = await command.run(this, argument);
      return answer?.ok === false ? this.#refuse(answer) : answer;
    } catch (error) {
      if (error instanceof Pop3SyntaxError) return this.#refuse({ ok: false, code: null, text: error.text });
      if (error instanceof MailError) return TEMPORARY;
      throw error;
    }
  }
  #refuse(answer: NonNullable<Pop3Answer>): Pop3Answer {
    this.#refusals += 1;
    if (this.#refusals <= this.deps.limits.refusals) return answer;
    this.endAfterAnswer();
    this.#reason = 'too many refused commands';
    return err('tooManyRefusals');
  }
  #failed(error: unknown): void {
    if (error instanceof ClientGone || this.#isGone) return; // 'close' has said so
    if (this.#isUpgrading) {
      this.#incoming.socket.destroy();
      return; // the listener has told of the handshake
    }
    this.deps.emit(
      'engine.bug',
      { where: 'POP3', error: error instanceof Error ? (error.stack ?? error.message) : String(error) },
      { session: this.sessionId },
    );
    this.endWith('serverFailed', 'a failure of the server', 'SYS/TEMP');
  }
  #say(answer: NonNullable<Pop3Answer>): void {
    const { socket } = this.#incoming;
    if (!socket.destroyed && socket.writable) socket.write(this.#line(answer));
  }
  #line(answer: NonNullable<Pop3Answer>): string {
    if ('data' in answer) return `+OK ${answer.data}\r\n`;
    const code = answer.code === null ? '' : `[${answer.code}] `;
    return `${answer.ok ? '+OK' : '-ERR'} ${code}${pop3Text(this.language, answer.text)}\r\n`;
  }
  #gone(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#shared.locks.release(this);
    this.#stopLoginTimer();
    this.#leave();
    this.deps.emit('pop3.disconnected', { peer: this.peer, reason: this.#reason }, { session: this.sessionId });
    this.#onGone();
  }
}
/** The client left while it was being written to: nobody to answer. */
class ClientGone extends Error {}
