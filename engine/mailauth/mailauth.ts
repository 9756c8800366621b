/**
 * Checks and signs letters in a thread of its own, within a time limit. Whatever goes wrong in a check (time, thread, DNS, the letter's
 * file) is temperror in the result, never a pass and never an exception. RFC 7208, RFC 6376, RFC 9989, RFC 8601
 */
import type { Clock } from '../lib/clock.ts';
import type { ReversePath } from '../model/account.ts';
import { formatReversePath } from '../model/address-text.ts';
import type { AuthResult } from '../model/auth-result.ts';
import type { Resolver } from '../net/resolver.ts';
import { createAuthThread, type Letter } from './auth-thread.ts';
import type { CheckedParts, SignTask } from './auth-thread-messages.ts';
import { authenticationResults } from './authentication-results.ts';

export interface MailauthOptions {
  readonly resolver: Resolver;
  readonly hostname: () => string;
  readonly clock: Pick<Clock, 'after'>;
  /** For one check with all its questions. */
  readonly deadlineMs?: number;
  /** A check that did not finish, or a thread that died, in words. */
  readonly onTrouble: (reason: string) => void;
}
export interface SenderToCheck {
  /** IP address. */
  readonly peer: string;
  readonly helo: string;
  readonly sender: ReversePath;
  readonly letter: Letter;
  /** Ends the check early. */
  readonly signal?: AbortSignal;
}
export interface Mailauth {
  /** `field`: the Authentication-Results field with its CRLF. Does not reject. */
  checkSender(check: SenderToCheck): Promise<{ readonly result: AuthResult; readonly field: string }>;
  /** @returns the DKIM-Signature field with its CRLF; @throws MailError `unavailable` when it cannot be made */
  sign(task: SignTask, letter: Letter): Promise<string>;
  close(): Promise<void>;
}
const DEADLINE_MS = 20_000;

export function createMailauth(options: MailauthOptions): Mailauth {
  const { clock, hostname, onTrouble, deadlineMs = DEADLINE_MS } = options;
  const thread = createAuthThread({ resolver: options.resolver, clock, onTrouble });
  return {
    async checkSender({ peer, helo, sender, letter, signal }) {
      const senderText = sender === null ? null : formatReversePath(sender);
      const abort = new AbortController();
      const stop = (): void => abort.abort();
      signal?.addEventListener('abort', stop);
      const cancelTimer = clock.after(deadlineMs, stop);
      const task = { peer, helo, sender: senderText, hostname: hostname() };
      const { parts, trouble } = await thread.verify(task, letter, abort.signal);
      cancelTimer();
      signal?.removeEventListener('abort', stop);
      if (trouble !== null) onTrouble(trouble);
      const result = completed(parts, sender?.domain ?? helo);
      return { result, field: authenticationResults(result, hostname(), sender === null ? 'helo' : 'mailfrom') };
    },
    sign: (task, letter) => thread.sign(task, letter),
    close: () => thread.close(),
  };
}

/** What is missing is not known yet, so it is temporary. */
function completed(parts: CheckedParts, senderDomain: string): AuthResult {
  return {
    spf: parts.spf ?? { result: 'temperror', domain: senderDomain.toLowerCase() },
    dkim: parts.dkim ?? [{ result: 'temperror', domain: '', selector: '' }],
    dmarc: parts.dmarc ?? { result: 'temperror', domain: '', policy: null },
  };
}
