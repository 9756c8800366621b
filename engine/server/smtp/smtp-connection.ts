/**
 * One SMTP connection on smtp-server's connection, hardened: our commands only, our framing, our reply codes, greeting without
 * a fixed wait, a limit on the whole time, refusals counted. Every private member used here is held by tests/smtp-contract.
 * RFC 5321 3, 4, RFC 3207
 */
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { SMTPConnection } from 'smtp-server/lib/smtp-connection.js';
import type { SMTPStream } from 'smtp-server/lib/smtp-stream.js';
import { COMMANDS } from './command-table.ts';
import type { LetterReceiver } from './letter-receiver.ts';
import { LetterReception, type Chunk } from './letter-reception.ts';
import { INTERNAL_FAILURE, replyForError } from './replies.ts';
import type { SmtpDeps } from './smtp-deps.ts';
import type { SmtpLibraryServer } from './smtp-library-server.ts';
import type { SignedIn, SmtpCommand, SmtpSession, Transaction } from './smtp-session.ts';
import { SmtpWire, type WireFault } from './smtp-wire.ts';
import type { SessionId } from '../../model/ids.ts';
import type { LetterOrigin } from '../../model/letter.ts';
import type { SmtpReply } from '../../model/smtp-reply.ts';
import { channelBindings } from '../../net/channel-bindings.ts';
import type { ChannelBindings } from '../../protocol/sasl/sasl-server.ts';
import { decideConnection } from '../../policy/connection.ts';
import { replyLines } from '../../protocol/smtp/reply-text.ts';

type Resume = () => void;
const ENHANCED = /^[245]\.\d{1,3}\.\d{1,3}$/;

export class SmtpConnection extends SMTPConnection implements SmtpSession {
  readonly deps: SmtpDeps;
  readonly sessionId: SessionId;
  readonly #isFromProxy: boolean;
  #peer: string;
  #heloByProxy: string | null = null;
  readonly offersStartTls: boolean;
  readonly #server: SmtpLibraryServer;
  #signedIn: SignedIn | null = null;
  #transaction: Transaction | null = null;
  #resume: Resume = () => undefined;
  #stage = 'CONNECT';
  #refusals = 0;
  #failedLogins = 0;
  #endsAfterReply = false;
  #isGone = false;
  readonly #letter: LetterReception;
  readonly #cancelTimeLimit: () => void;
  readonly #listenersOfOthers: readonly (() => void)[];

  constructor(
    server: SmtpLibraryServer,
    incoming: {
      readonly socket: Socket | TLSSocket;
      readonly peer: { readonly address: string };
      readonly session: SessionId;
      readonly isProxy: boolean;
    },
  ) {
    const { socket, session } = incoming;
    const peer = incoming.peer.address;
    super(server, socket, { remoteAddress: peer });
    const { deps } = server;
    this.#server = server;
    this.deps = deps;
    this.#peer = peer;
    this.#isFromProxy = incoming.isProxy;
    this.sessionId = session;
    this.name = deps.hostname();
    // The library means the whole server by `secure`; here each socket says it of itself.
    this.secure = this.session.secure = socket instanceof TLSSocket;
    this.offersStartTls = deps.tls !== null && !this.secure && !server.tlsTroubles.has(peer);
    this.#listenersOfOthers = socket.rawListeners('close') as (() => void)[];
    this.#cancelTimeLimit = deps.clock.after(deps.limits.sessionMs, () =>
      this.#sayLast({ code: 421, enhanced: '4.4.2', text: 'This session has lasted too long. Connect again' }),
    );
    this.#letter = new LetterReception({
      wire: () => (this._parser instanceof SmtpWire ? this._parser : null),
      setWaiting: (waiting) => (this._handlerPending = waiting),
      attempt: (work) => this.#judge(work),
      endTransaction: () => (this.#transaction = null),
      conclude: (reply) => this.#conclude(reply),
      sayLast: (reply) => this.#sayLast(reply),
      report: (error) => this.#reportBug('SMTP spool', error),
    });
    deps.emit('smtp.connected', { protocol: deps.profile, peer }, { session: this.sessionId });
  }
  get peer(): string {
    return this.#peer;
  }
  get isProxy(): boolean {
    return this.#isFromProxy;
  }
  get helo(): string | null {
    if (this.#heloByProxy !== null) return this.#heloByProxy;
    return this.hostNameAppearsAs === false ? null : this.hostNameAppearsAs;
  }
  get tls(): LetterOrigin['tls'] {
    if (!this.secure || !(this._socket instanceof TLSSocket)) return null;
    return { version: this._socket.getProtocol() ?? 'TLS', cipher: this._socket.getCipher().name };
  }
  get bindings(): ChannelBindings {
    return channelBindings(this._socket);
  }
  get signedIn(): SignedIn | null {
    return this.#signedIn;
  }
  get transaction(): Transaction | null {
    return this.#transaction;
  }
  get transmission(): string {
    const plain = this._transmissionType();
    return this.#transaction?.mail.smtpUtf8 === true ? plain.replace(/^E?SMTP/, 'UTF8SMTP') : plain;
  }
  /** In a transaction, or a letter is being received or judged: not to be cut off by a stop of the engine. */
  get isBusy(): boolean {
    return this.#transaction !== null || this.#letter.isBusy;
  }

  // --- what commands may do (SmtpSession)

  greet(helo: string, extended: boolean): void {
    this.hostNameAppearsAs = helo;
    this.openingCommand = extended ? 'EHLO' : 'HELO';
    this.setTransaction(null);
  }
  setTransaction(transaction: Transaction | null): void {
    if (transaction === null) this.#letter.drop();
    this.#transaction = transaction;
  }
  speakFor(peer: string | null, helo: string | null): void {
    this._resetSession();
    this.hostNameAppearsAs = false;
    this.openingCommand = false;
    this.#heloByProxy = helo;
    if (peer !== null) {
      this.#peer = peer;
      this.deps.emit('smtp.connected', { protocol: this.deps.profile, peer }, { session: this.sessionId });
    }
    this._sendGreeting();
  }
  signIn(person: SignedIn): void {
    this.#signedIn = person;
    this.session.user = person.login;
  }
  noteFailedLogin(): void {
    this.#failedLogins += 1;
    if (this.#failedLogins >= this.deps.limits.failedLogins) this.#endsAfterReply = true;
  }
  noteAttack(attack: string): void {
    const { deps, peer, sessionId } = this;
    this.#server.knownPeers.delete(peer);
    deps.emit('smtp.attack', { protocol: deps.profile, peer, attack }, { session: sessionId });
  }
  endAfterReply(): void {
    this.#endsAfterReply = true;
  }
  say(reply: SmtpReply): void {
    const lines = replyLines(reply.text);
    this.send(reply.code, lines.length === 1 ? lines[0]! : [...lines], reply.enhanced);
  }
  sayFeatures(lines: readonly string[]): void {
    this.send(250, [...lines], false);
  }
  ask(challenge: string): Promise<string> {
    const answer = new Promise<string>((resolve) => {
      this._nextHandler = (line: Buffer, resume: Resume) => {
        this.#resume = resume;
        resolve(line.toString());
      };
    });
    this.send(334, Buffer.from(challenge).toString('base64'), false);
    this.#resume();
    return answer;
  }
  startTls(): void {
    this.#server.useCurrentCertificate();
    const clear = this._socket;
    clear.uncork();
    this.upgrade(() => undefined);
    // The library takes every listener off the socket, also that of whoever counts connections.
    for (const listener of this.#listenersOfOthers) clear.on('close', listener);
  }
  get isChunked(): boolean {
    return this.#letter.isChunked;
  }
  receive(receiver: LetterReceiver): void {
    this.#letter.receive(receiver);
    this.send(354, 'Send the letter; a line with only a dot ends it', false);
  }
  receiveChunk(chunk: Chunk, begin: () => LetterReceiver): Promise<SmtpReply | null> {
    return this.#letter.receiveChunk(chunk, begin);
  }
  skipChunk(octets: number, reply: SmtpReply): SmtpReply | null {
    return this.#letter.skipChunk(octets, reply);
  }

  // --- the library's connection, overridden

  override init(): void {
    const greet = (): void => {
      if (!this._closing && !this._closed) this.connectionReady();
    };
    const mustWait = this.deps.profile === 'mx' && !this.#isFromProxy && !this.#server.knownPeers.has(this.#peer);
    this._setListeners(() => {
      if (mustWait) this.deps.clock.after(this.deps.limits.strangerWaitMs, greet);
      // Two turns of the loop: what a client sent before our greeting has been read by then, and nobody waits.
      else setImmediate(() => setImmediate(greet));
    });
  }
  override _createParser(): SMTPStream {
    const wire = new SmtpWire((fault) => this.#onFault(fault));
    wire.oncommand = (line, resume) => this._onCommand(line, resume);
    wire.on('error', (error) => {
      this.#reportBug(`SMTP ${this.#stage}`, error);
      this.#sayLast({ ...INTERNAL_FAILURE, code: 421 });
    });
    return wire;
  }
  override _onCommand(line: Buffer, resume?: Resume): void {
    if (!this._ready) return this.#refuseEarlyTalker();
    if (this.#server.isClosing && !this.isBusy && !this._upgrading) {
      return this.#sayLast({ code: 421, enhanced: '4.3.2', text: 'The server is stopping. Try again later' });
    }
    super._onCommand(line, resume);
  }
  /** Looked up in our table alone: the client's word never picks a method of the library. */
  override _getHandler(name: string): ReturnType<SMTPConnection['_getHandler']> {
    const command = COMMANDS.get(name);
    if (command === undefined || (name === 'XCLIENT' && !this.#isFromProxy)) return undefined;
    return (line: Buffer, resume: Resume) => void this.#run(name, command, line.toString().slice(name.length), resume);
  }
  override _getEnhancedStatusCode(code: number, context?: string | false): string {
    return typeof context === 'string' && ENHANCED.test(context)
      ? context
      : super._getEnhancedStatusCode(code, context);
  }
  override send(code: number, text?: string | string[] | null, context?: string | false): void {
    this.#gatherReplies();
    super.send(code, text, context);
    if (code >= 400) this.#noteRefusal(code, Array.isArray(text) ? text.join(' ') : (text ?? ''));
  }
  override _onTimeout(): void {
    if (this._closing || this._handlerPending) return super._onTimeout();
    this.#sayLast({ code: 421, enhanced: '4.4.2', text: 'Nothing came for too long. Connect again' });
  }
  override _resetSession(): void {
    super._resetSession();
    this.setTransaction(null);
    if (this.session.user === false) this.#signedIn = null;
  }
  override _onError(error: Error & { code?: string | undefined }): void {
    if (this._upgrading) this.#server.noteTlsTrouble(this.peer, error, this.sessionId);
    this.close();
  }
  override _onClose(): void {
    if (!this.#isGone) {
      this.#isGone = true;
      this.#cancelTimeLimit();
      this.deps.emit(
        'smtp.disconnected',
        { protocol: this.deps.profile, peer: this.peer },
        { session: this.sessionId },
      );
      // A letter that was not ended was never accepted; one that is being accepted goes on.
      this.#letter.drop();
    }
    super._onClose();
  }

  // --- own

  /** Replies to pipelined commands leave in one piece, at the end of this turn. RFC 2920 3.2 */
  #gatherReplies(): void {
    const socket = this._socket;
    if (socket.writableCorked > 0) return;
    socket.cork();
    process.nextTick(() => socket.uncork());
  }

  async #run(name: string, command: SmtpCommand, argument: string, resume: Resume): Promise<void> {
    this.#resume = resume;
    this.#stage = name;
    const reply = await this.#attempt(name, () => command.run(this, argument));
    if (reply !== null) this.#conclude(reply);
    this.#resume();
  }
  /** The one place where errors become replies. */
  async #attempt(stage: string, work: () => Promise<SmtpReply | null> | SmtpReply | null): Promise<SmtpReply | null> {
    try {
      return await work();
    } catch (error) {
      const reply = replyForError(error);
      if (reply === null) this.#reportBug(`SMTP ${stage}`, error);
      return reply ?? INTERNAL_FAILURE;
    }
  }
  /** Who brings a letter that is taken is no stranger any more. */
  async #judge(work: () => Promise<SmtpReply>): Promise<SmtpReply | null> {
    const reply = await this.#attempt(this.#stage, work);
    if (reply?.code === 250) this.#server.knownPeers.set(this.#peer, true);
    return reply;
  }
  #conclude(reply: SmtpReply): void {
    this.say(reply);
    if (this.#endsAfterReply) this.close();
  }
  #sayLast(reply: SmtpReply): void {
    if (this._closing || this._closed) return;
    this.say(reply);
    this.close();
  }
  #noteRefusal(code: number, reason: string): void {
    const { deps, peer } = this;
    deps.emit(
      'smtp.refused',
      { protocol: deps.profile, peer, stage: this.#stage, code, reason },
      { session: this.sessionId },
    );
    if (code === 421) return;
    this.#refusals += 1;
    const decision = decideConnection({
      spokeFirst: false,
      refusals: this.#refusals,
      refusalsAllowed: deps.limits.refusals,
    });
    if (decision.kind === 'defer') this.#sayLast(decision.reply);
  }
  #refuseEarlyTalker(): void {
    const decision = decideConnection({ spokeFirst: true, refusals: 0, refusalsAllowed: 0 });
    if (decision.kind !== 'reject') return;
    this.noteAttack('to speak before the greeting');
    this.#sayLast(decision.reply);
  }
  #onFault(fault: WireFault): void {
    if (this._upgrading) return;
    if (!this._ready) return this.#refuseEarlyTalker();
    if (fault === 'lineTooLong') return this.#sayLast({ code: 500, enhanced: '5.5.6', text: 'The line is too long' });
    this.noteAttack('a bare CR or LF in a command (SMTP smuggling)');
    this.#sayLast({
      code: 500,
      enhanced: '5.5.2',
      text: 'Lines end with CR LF. Correct your program and connect again',
    });
  }
  #reportBug(where: string, error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.deps.emit('engine.bug', { where, error: text }, { session: this.sessionId });
  }
}
