/** What a POP3 command may see and do of its session. RFC 1939 4 to 6 */
import type { Maildrop } from './maildrop.ts';
import type { Pop3Limits, Pop3Policy } from './pop3-limits.ts';
import type { Authenticator } from '../../auth/authenticator.ts';
import type { Emit } from '../../events/bus.ts';
import type { Clock } from '../../lib/clock.ts';
import type { SessionId } from '../../model/ids.ts';
import type { OpenSessions } from '../../net/open-sessions.ts';
import type { Pop3Language, Pop3Text, Pop3TextKey } from '../../protocol/pop3/pop3-texts.ts';
import type { ChannelBindings } from '../../protocol/sasl/sasl-server.ts';
import type { Store } from '../../store/store.ts';
import type { Account } from '../../model/account.ts';

export interface Pop3Deps {
  readonly store: Pick<Store, 'mailboxes' | 'messages' | 'bodies'>;
  readonly authenticator: Authenticator;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly limits: Pop3Limits;
  readonly policy: () => Pop3Policy;
  readonly hostname: () => string;
  readonly sessions: OpenSessions;
}
/** What became of a sign-in whose password was right. */
export type OpenResult = 'open' | 'inUse' | 'tooSoon';

export interface Pop3Session {
  readonly deps: Pop3Deps;
  readonly sessionId: SessionId;
  readonly peer: string;
  readonly isSecure: boolean;
  /** What ties a proof to this TLS connection. RFC 9266 */
  readonly bindings: ChannelBindings;
  readonly canStartTls: boolean;
  /** What USER said; PASS uses and forgets it. */
  userName: string | null;
  /** UTF8 was said: addresses beyond ASCII may be shown. RFC 6856 2 */
  isUtf8: boolean;
  language: Pop3Language;
  /** Set in the TRANSACTION state. */
  readonly maildrop: Maildrop | null;

  /** Locks the maildrop and enters TRANSACTION. */
  open(account: Account): Promise<OpenResult>;
  /** After the allowed number the session ends with the answer that is being made. */
  noteFailedLogin(): void;
  /** Writes a further piece of a long answer, waiting while the client is behind. */
  write(piece: Uint8Array | string): Promise<void>;
  /** Writes the first line of a long answer, `+OK` and the text. */
  begin(key: Pop3TextKey, values?: Pop3Text['values']): Promise<void>;
  /** Writes `+ challenge`. @returns the client's next line */
  ask(challenge: string): Promise<string>;
  /** Says `+OK` and makes the handshake. RFC 2595 4 */
  startTls(): Promise<void>;
  endAfterAnswer(): void;
}
/** Response codes in brackets. RFC 2449 8, RFC 3206 */
export type Pop3Code = 'IN-USE' | 'LOGIN-DELAY' | 'SYS/TEMP' | 'SYS/PERM' | 'AUTH';

/** The last line of an answer; null: the command has written all of it. */
export type Pop3Answer =
  | { readonly ok: boolean; readonly code: Pop3Code | null; readonly text: Pop3Text }
  | { readonly ok: true; readonly data: string }
  | null;

export interface Pop3Command {
  readonly state: 'authorization' | 'transaction' | 'any';
  run(session: Pop3Session, argument: string): Promise<Pop3Answer> | Pop3Answer;
}
export const ok = (key: Pop3TextKey, values?: Pop3Text['values']): NonNullable<Pop3Answer> => ({
  ok: true,
  code: null,
  text: { key, values },
});
/** `+OK` and values for programs. */
export const data = (text: string): NonNullable<Pop3Answer> => ({ ok: true, data: text });
export const err = (
  key: Pop3TextKey,
  code: Pop3Code | null = null,
  values?: Pop3Text['values'],
): NonNullable<Pop3Answer> => ({ ok: false, code, text: { key, values } });
