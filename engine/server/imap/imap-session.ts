/** State of one client's session. RFC 9051 3. */
import type { Emit } from '../../events/bus.ts';
import type { BodyCollector } from '../../delivery/accept.ts';
import type { Authenticator } from '../../auth/authenticator.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Account } from '../../model/account.ts';
import type { AccountId } from '../../model/ids.ts';
import type { OpenSessions } from '../../net/open-sessions.ts';
import { mailboxName } from '../../protocol/imap/response-text.ts';
import type { Store } from '../../store/store.ts';
import type { ImapConnection } from './connection.ts';
import type { ImapLimits } from './imap-limits.ts';
import type { MailboxView } from './mailbox-view.ts';
import type { Notifier } from './notify/notifier.ts';
import type { OpenMailboxes } from './open-mailboxes.ts';
import type { ResponseStream } from './response-stream.ts';

export type SessionState = 'notAuthenticated' | 'authenticated' | 'selected' | 'logout';

export interface ImapDeps {
  readonly store: Pick<Store, 'intake' | 'bodies' | 'mailboxes' | 'metadata' | 'messages' | 'directory' | 'changes'>;
  readonly authenticator: Authenticator;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly sessions: OpenSessions;
  readonly limits: ImapLimits;
  /** Connections that come in clear may start TLS. */
  readonly offersStartTls: boolean;
  /** Takes a message's octets on their way into the store (delivery/accept.ts). */
  readonly collectBody: () => BodyCollector;
  readonly version: string;
}
export interface SessionServices extends ImapDeps {
  readonly openMailboxes: OpenMailboxes;
  /** Counts the session for its account. @returns false when it has too many */
  admit(session: ImapSession, account: AccountId): boolean;
  /** Whether the session's account may have one more compressed session. */
  admitCompression(session: ImapSession): boolean;
}

/** Which events of the selected mailbox a client wants to be told. RFC 5465 3.1, 6.1 */
export interface Hearing {
  /** New and expunged messages. */
  readonly messages: boolean;
  readonly flags: boolean;
}
export const HEARS_ALL: Hearing = { messages: true, flags: true };
export const HEARS_NOTHING: Hearing = { messages: false, flags: false };

export class ImapSession {
  readonly id: string;
  readonly services: SessionServices;
  readonly connection: ImapConnection;
  /** Address of the client. */
  readonly peer: string;
  /** Monotonic time by which the client must have logged in. */
  readonly #loginUntil: number;
  #account: Account | null = null;
  #view: MailboxView | null = null;
  #notifier: Notifier | null = null;
  #saidNotify = false;
  #isOver = false;
  /** ENABLE IMAP4rev2: UTF-8 names, ESEARCH answers. */
  isRev2 = false;
  /** ENABLE UTF8=ACCEPT: UTF-8 names and quoted strings. RFC 9755 3 */
  isUtf8 = false;
  #isCondstore = false;
  /** ENABLE QRESYNC: VANISHED for EXPUNGE. RFC 7162 3.2.3 */
  isQresync = false;
  /** ENABLE UIDONLY: UIDFETCH for FETCH, no message numbers. RFC 9586 */
  isUidOnly = false;
  /** The command at hand counts messages by number, so none may go away meanwhile. RFC 7162 3.2.10.2 */
  usesNumbers = false;
  /** `$`: uids of the last SEARCH RETURN (SAVE); null when the last one failed. RFC 5182 */
  savedSearch: Uint32Array | null = new Uint32Array(0);
  failedLogins = 0;
  badCommands = 0;
  /** What the client said it is, for the log. RFC 2971 */
  clientName = '';

  constructor(
    services: SessionServices,
    connection: ImapConnection,
    from: { readonly id: string; readonly peer: string },
  ) {
    this.id = from.id;
    this.services = services;
    this.connection = connection;
    this.peer = from.peer;
    this.#loginUntil = services.clock.monotonic() + services.limits.loginTimeoutMs;
  }

  /** How long the client may be silent now. */
  get patienceMs(): number {
    const { clock, limits } = this.services;
    if (this.state !== 'notAuthenticated') return limits.idleTimeoutMs;
    return Math.max(1, this.#loginUntil - clock.monotonic());
  }

  get state(): SessionState {
    if (this.#isOver) return 'logout';
    if (this.#account === null) return 'notAuthenticated';
    return this.#view === null ? 'authenticated' : 'selected';
  }

  get respond(): ResponseStream {
    return this.connection.respond;
  }

  get store(): ImapDeps['store'] {
    return this.services.store;
  }

  get isTls(): boolean {
    return this.connection.isTls;
  }

  get account(): Account {
    if (this.#account === null) throw new Error('the session has no account');
    return this.#account;
  }

  get viewer(): AccountId {
    return this.account.id;
  }

  get view(): MailboxView | null {
    return this.#view;
  }

  get selected(): MailboxView {
    if (this.#view === null) throw new Error('the session has no mailbox');
    return this.#view;
  }

  /** UID and MODSEQ in every FETCH answer from now on. RFC 7162 3.1, 3.2.4 */
  get isCondstore(): boolean {
    return this.#isCondstore;
  }

  /** The first time with a mailbox selected, the client hears where it stands. RFC 7162 3.1 */
  enableCondstore(): void {
    if (this.#isCondstore) return;
    this.#isCondstore = true;
    if (this.#view !== null) this.respond.untagged(`OK [HIGHESTMODSEQ ${this.#view.settledModSeq}] known so far`);
  }

  /** VANISHED instead of EXPUNGE. */
  get saysVanished(): boolean {
    return this.isQresync || this.isUidOnly;
  }

  logIn(account: Account): void {
    this.#account = account;
  }

  select(view: MailboxView): void {
    this.deselect();
    this.#view = view;
  }

  deselect(): void {
    this.#view?.close();
    this.#view = null;
    this.savedSearch = new Uint32Array(0);
  }

  get notifier(): Notifier | null {
    return this.#notifier;
  }

  /** null: nothing is told any more, as after NOTIFY NONE. RFC 5465 */
  setNotifier(notifier: Notifier | null): void {
    this.#notifier?.close();
    this.#notifier = notifier;
    this.#saidNotify = true;
  }

  /** What others do in the selected mailbox, as far as the client wants it told: all until its first NOTIFY. RFC 5465 3.1 */
  get hearing(): Hearing {
    return this.#notifier?.hearing ?? (this.#saidNotify ? HEARS_NOTHING : HEARS_ALL);
  }

  /** The session ends after this command. */
  end(): void {
    this.setNotifier(null);
    this.deselect();
    this.#isOver = true;
  }

  /** Mailbox names are UTF-8 in quotes, not modified UTF-7. RFC 9051 5.1, RFC 9755 3 */
  get usesUtf8Names(): boolean {
    return this.isRev2 || this.isUtf8;
  }

  /** Letters with internationalized addresses are shown as they are. RFC 9051 4.3.1, RFC 9755 3 */
  get takesUtf8Headers(): boolean {
    return this.isRev2 || this.isUtf8;
  }

  /** A mailbox name as this session writes it. */
  name(name: string): string {
    return mailboxName(name, this.usesUtf8Names);
  }
}
