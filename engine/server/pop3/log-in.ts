/** What USER/PASS and AUTH end in: the password is checked, the maildrop locked and opened. RFC 1939 7, RFC 3206 */
import { assertNever } from '../../lib/assert.ts';
import { err, ok, type Pop3Answer, type Pop3Session } from './pop3-session.ts';
import type { LoginResult } from '../../auth/authenticator.ts';
import type { Account } from '../../model/account.ts';

export async function logIn(session: Pop3Session, login: string, password: string): Promise<Pop3Answer> {
  const { deps, peer, sessionId } = session;
  const attempt = { login, password, protocol: 'pop3', peer, session: sessionId } as const;
  return finishLogin(session, await deps.authenticator.authenticate(attempt));
}
export async function finishLogin(session: Pop3Session, result: LoginResult): Promise<Pop3Answer> {
  switch (result.kind) {
    case 'ok':
      return enter(session, result.account);
    case 'refused':
      session.noteFailedLogin();
      return err('wrongLogin', 'AUTH');
    case 'throttled':
      session.noteFailedLogin();
      return err('throttled', 'SYS/TEMP', { seconds: Math.ceil(result.retryAfterMs / 1000) });
    case 'unavailable':
      return err('notChecked', 'SYS/TEMP');
    default:
      return assertNever(result, 'login result');
  }
}
/** Opens the maildrop of an account whose password was right. */
export async function enter(session: Pop3Session, account: Account): Promise<Pop3Answer> {
  const opened = await session.open(account);
  switch (opened) {
    case 'open':
      return ok('letters', { count: session.maildrop?.count ?? 0 });
    case 'inUse':
      return err('inUse', 'IN-USE');
    case 'tooSoon':
      return err('tooSoon', 'LOGIN-DELAY', { seconds: session.deps.policy().loginDelaySeconds });
    default:
      return assertNever(opened, 'open result');
  }
}
/** @returns the refusal in clear; null when signing in may go on */
export function refuseInClear(session: Pop3Session): Pop3Answer {
  if (session.isSecure) return null;
  session.deps.emit('login.clearText', { protocol: 'pop3', peer: session.peer }, { session: session.sessionId });
  return err('needsEncryption');
}
