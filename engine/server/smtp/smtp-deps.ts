/** What an SMTP service is given by the composition root. Two profiles over the same files: other servers (mx), own people (submission). */
import type { SecureContext } from 'node:tls';
import type { Authenticator } from '../../auth/authenticator.ts';
import type { Accept } from '../../delivery/accept.ts';
import type { Emit } from '../../events/bus.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Address, ReversePath } from '../../model/account.ts';
import type { AuthResult } from '../../model/auth-result.ts';
import type { AccountId } from '../../model/ids.ts';
import type { SmtpLimits } from './smtp-limits.ts';
import type { Octets } from '../../lib/octets.ts';

export interface SmtpTls {
  /** Certificate and settings (TLS 1.2 and 1.3 only) for a name the client asked for, asked anew at each handshake. */
  contextFor(servername: string | undefined): SecureContext;
}
export interface SenderCheck {
  readonly peer: string;
  readonly helo: string;
  readonly sender: ReversePath;
  /** The letter as it came, from its first octet, each time it is called. */
  readonly letter: () => Octets;
  readonly sizeBytes: number;
  /** Aborted at the deadline. */
  readonly signal: AbortSignal;
}
/** SPF, DKIM and DMARC of a letter. `field`: the Authentication-Results field with its CRLF. RFC 8601 */
export type CheckSender = (check: SenderCheck) => Promise<{ readonly result: AuthResult; readonly field: string }>;
/** A DKIM-Signature field with its CRLF by the key of the author's domain; null when the domain has none. RFC 6376 */
export type SignLetter = (
  domain: string,
  letter: () => Octets,
) => Promise<{ readonly field: string; readonly selector: string } | null>;

interface CommonDeps {
  readonly hostname: () => string;
  readonly limits: SmtpLimits;
  readonly accept: Accept;
  /** null: STARTTLS is not offered. */
  readonly tls: SmtpTls | null;
  readonly clock: Clock;
  /** A proxy of our own, whose word about its client is believed (PROXY, XCLIENT). */
  readonly isTrustedProxy: (address: string) => boolean;
  readonly emit: Emit;
}
export interface MxDeps extends CommonDeps {
  readonly profile: 'mx';
  readonly checkSender: CheckSender;
}
export interface SubmissionDeps extends CommonDeps {
  readonly profile: 'submission';
  readonly authenticator: Authenticator;
  /** DirectoryStore.ownAddresses */
  readonly ownAddresses: (account: AccountId) => Promise<readonly Address[]>;
  readonly signLetter: SignLetter;
}
export type SmtpDeps = MxDeps | SubmissionDeps;
