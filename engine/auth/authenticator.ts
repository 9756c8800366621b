/**
 * Who may come in: checks a login and password for one protocol. Slow answers to wrong passwords, the same answer for
 * unknown accounts, nothing told apart by time. RFC 4616, RFC 5321 7.1, RFC 5802
 */
import type { Account } from '../model/account.ts';
import type { ScramParameters, ScramProof } from '../model/scram.ts';

export type LoginProtocol = 'smtp' | 'imap' | 'pop3' | 'web' | 'control';

export interface LoginAttempt {
  /** What the client sent: an address. */
  readonly login: string;
  readonly password: string;
  readonly protocol: LoginProtocol;
  /** Address of the client, without port. */
  readonly peer: string;
  readonly session: string;
}
export type LoginResult =
  | { readonly kind: 'ok'; readonly account: Account }
  /** One reason for people outside: wrong login or password. */
  | { readonly kind: 'refused' }
  /** Too many failures: not even looked at; try again later. */
  | { readonly kind: 'throttled'; readonly retryAfterMs: number }
  /** We could not find out (store away): never "wrong password". */
  | { readonly kind: 'unavailable' };

export type ProofAttempt = Omit<LoginAttempt, 'password'> & { readonly proof: ScramProof };

export interface Authenticator {
  authenticate(attempt: LoginAttempt): Promise<LoginResult>;
  /** Whether some account has keys that SCRAM could be spoken with; else nobody should be led to try. */
  readonly offersScram: boolean;
  /** Salt and rounds for a login, made up but always the same where there are none. MailError `unavailable` */
  scramParameters(login: string): Promise<ScramParameters>;
  /** `serverSignature` answers an accepted proof, else null. */
  authenticateProof(
    attempt: ProofAttempt,
  ): Promise<{ readonly result: LoginResult; readonly serverSignature: Uint8Array | null }>;
}
