/** What SMTP asks of mailauth: a check of other servers' letters, a signature on our own people's. RFC 8601, RFC 6376 */
import type { Emit } from '../events/bus.ts';
import type { Clock } from '../lib/clock.ts';
import { createMailauth } from '../mailauth/mailauth.ts';
import type { Resolver } from '../net/resolver.ts';
import type { CheckSender, SignLetter } from '../server/smtp/smtp-service.ts';
import type { DirectoryStore } from '../store/directory-store.ts';

export interface SenderAuthDeps {
  readonly resolver: Resolver;
  readonly directory: Pick<DirectoryStore, 'dkimKey'>;
  readonly hostname: () => string;
  readonly clock: Clock;
  readonly emit: Emit;
}
export interface SenderAuth {
  readonly checkSender: CheckSender;
  readonly signLetter: SignLetter;
  close(): Promise<void>;
}

export function createSenderAuth({ resolver, directory, hostname, clock, emit }: SenderAuthDeps): SenderAuth {
  const mailauth = createMailauth({
    ...{ resolver, hostname, clock },
    onTrouble: (reason) => emit('mailauth.unavailable', { reason }),
  });
  return {
    checkSender: (check) => mailauth.checkSender(check),
    async signLetter(domain, letter) {
      const key = await directory.dkimKey(domain);
      if (key === null) return null;
      const { selector, privateKeyPem } = key;
      return { selector, field: await mailauth.sign({ domain: key.domain, selector, privateKeyPem }, letter) };
    },
    close: () => mailauth.close(),
  };
}
