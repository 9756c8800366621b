/** What the engine's event loop and the thread that checks and signs letters say to each other. */
import type { AuthResult } from '../model/auth-result.ts';
import type { DnsAnswer, MxRecord } from '../net/resolver.ts';

export const QUESTION_TYPES = ['A', 'AAAA', 'MX', 'TXT', 'PTR', 'CNAME'] as const;
export type QuestionType = (typeof QUESTION_TYPES)[number];
export type AnyDnsAnswer = DnsAnswer<string | MxRecord>;

export interface VerifyTask {
  /** IP address of the client. */
  readonly peer: string;
  readonly helo: string;
  /** `localpart@domain`; null for the null reverse-path. */
  readonly sender: string | null;
  /** Our own name, for macros of SPF. */
  readonly hostname: string;
}
export interface SignTask {
  readonly domain: string;
  readonly selector: string;
  readonly privateKeyPem: string;
}
/** Each as soon as it is known, so that a late one does not cost the others. */
export type CheckedParts = Partial<AuthResult>;

/** A letter in memory goes along with its order; null: it comes in chunks. */
export type Whole = Uint8Array<ArrayBuffer> | null;
export type ToThread =
  | { readonly t: 'verify'; readonly job: number; readonly task: VerifyTask; readonly whole: Whole }
  | { readonly t: 'sign'; readonly job: number; readonly task: SignTask; readonly whole: Whole }
  /** The letter's next octets, once asked for by `more`; null is its end. */
  | { readonly t: 'chunk'; readonly job: number; readonly bytes: Uint8Array | null }
  | { readonly t: 'answer'; readonly question: number; readonly answer: AnyDnsAnswer }
  | { readonly t: 'cancel'; readonly job: number };
export type FromThread =
  | { readonly t: 'more'; readonly job: number }
  | { readonly t: 'ask'; readonly question: number; readonly type: QuestionType; readonly name: string }
  | { readonly t: 'part'; readonly job: number; readonly part: CheckedParts }
  /** `part`: what was not told before. `field`: the DKIM-Signature field of a sign job. */
  | { readonly t: 'done'; readonly job: number; readonly part: CheckedParts; readonly field: string | null }
  | { readonly t: 'failed'; readonly job: number; readonly reason: string };
