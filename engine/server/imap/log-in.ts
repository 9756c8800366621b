/** From a login and password, or a proof, to a session of an account. RFC 9051 6.2, RFC 5530 for the codes */
import { assertNever } from '../../lib/assert.ts';
import type { LoginResult } from '../../auth/authenticator.ts';
import type { Account } from '../../model/account.ts';
import { capabilities } from './capabilities.ts';
import type { Completion } from './imap-command.ts';
import type { ImapSession } from './imap-session.ts';
import { ImapRefusal } from './refusal.ts';

export function assertTls(session: ImapSession): void {
  if (session.isTls) return;
  session.services.emit('login.clearText', { protocol: 'imap', peer: session.peer }, { session: session.id });
  throw new ImapRefusal('PRIVACYREQUIRED', 'passwords are taken over TLS only: use port 993, or STARTTLS first');
}

/** What an attempt says of itself beside its secret. */
export function attemptOf(session: ImapSession, login: string) {
  return { login, protocol: 'imap', peer: session.peer, session: session.id } as const;
}

export async function logIn(session: ImapSession, login: string, password: string): Promise<Completion> {
  assertTls(session);
  const attempt = { ...attemptOf(session, login), password };
  return finishLogin(session, await session.services.authenticator.authenticate(attempt));
}

/** @throws ImapRefusal unless the login is fine */
export function finishLogin(session: ImapSession, result: LoginResult): Completion {
  switch (result.kind) {
    case 'ok':
      return enter(session, result.account);
    case 'refused':
      return refuseLogin(session, 'wrong account or password');
    case 'throttled':
      throw new ImapRefusal('LIMIT', `too many failed logins; try again in ${Math.ceil(result.retryAfterMs / 1000)} s`);
    case 'unavailable':
      throw new ImapRefusal('UNAVAILABLE', 'accounts cannot be looked up now; try again soon');
    default:
      return assertNever(result, 'login result');
  }
}

function refuseLogin(session: ImapSession, text: string): never {
  session.failedLogins += 1;
  throw new ImapRefusal('AUTHENTICATIONFAILED', text);
}

function enter(session: ImapSession, account: Account): Completion {
  if (!session.services.admit(session, account.id)) {
    throw new ImapRefusal(
      'LIMIT',
      `the account has ${session.services.limits.sessionsPerAccount} IMAP sessions open; close one`,
    );
  }
  session.logIn(account);
  return { code: `CAPABILITY ${capabilities(session)}`, text: 'welcome' };
}
