/** What a POP3 command may see and do of its session. RFC 1939 4 to 6 */
import type { Maildrop } from './maildrop.ts';
import type { Pop3Limits } from './pop3-limits.ts';
import type { Authenticator } from '../../auth/authenticator.ts';
import type { Emit } from '../../events/bus.ts';
import type { SessionId } from '../../model/ids.ts';
import type { Store } from '../../store/store.ts';
import type { Account } from '../../model/account.ts';

export interface Pop3Deps {
  readonly store: Pick<Store, 'mailboxes' | 'messages' | 'bodies'>;
  readonly authenticator: Authenticator;
  readonly emit: Emit;
  readonly limits: Pop3Limits;
  readonly hostname: () => string;
}
export interface Pop3Session {
  readonly deps: Pop3Deps;
  readonly sessionId: SessionId;
  readonly peer: string;
  readonly isSecure: boolean;
  readonly canStartTls: boolean;
  /** What USER said; PASS uses and forgets it. */
  userName: string | null;
  /** Set in the TRANSACTION state. */
  readonly maildrop: Maildrop | null;

  /** Locks the maildrop and enters TRANSACTION. @returns false when another session has it */
  open(account: Account): Promise<boolean>;
  /** After the allowed number the session ends with the answer that is being made. */
  noteFailedLogin(): void;
  /** Writes a further piece of a long answer, waiting while the client is behind. */
  write(piece: Uint8Array | string): Promise<void>;
  /** Writes `+ challenge`. @returns the client's next line */
  ask(challenge: string): Promise<string>;
  /** Says `+OK` and makes the handshake. RFC 2595 4 */
  startTls(): Promise<void>;
  endAfterAnswer(): void;
}
/** The last line of an answer; null: the command has written all of it. */
export type Pop3Answer = { readonly ok: boolean; readonly text: string } | null;

export interface Pop3Command {
  readonly state: 'authorization' | 'transaction' | 'any';
  run(session: Pop3Session, argument: string): Promise<Pop3Answer> | Pop3Answer;
}
export const ok = (text: string): Pop3Answer => ({ ok: true, text });
/** `text` may begin with a response code in brackets. RFC 2449 8, RFC 3206 */
export const err = (text: string): Pop3Answer => ({ ok: false, text });
