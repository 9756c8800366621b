/** What USER/PASS and AUTH end in: the password is checked, the maildrop locked and opened. RFC 1939 7, RFC 3206 */
import { assertNever } from '../../lib/assert.ts';
import { err, ok, type Pop3Answer, type Pop3Session } from './pop3-session.ts';

export async function logIn(session: Pop3Session, login: string, password: string): Promise<Pop3Answer> {
  const { deps, peer, sessionId } = session;
  const result = await deps.authenticator.authenticate({ login, password, protocol: 'pop3', peer, session: sessionId });
  switch (result.kind) {
    case 'ok':
      if (!(await session.open(result.account)))
        return err('[IN-USE] Another program is reading this mailbox by POP3. Try again later');
      return ok(`${session.maildrop?.messages.length ?? 0} letters`);
    case 'refused':
      session.noteFailedLogin();
      return err('[AUTH] Login or password is wrong. The login is the whole address');
    case 'throttled':
      session.noteFailedLogin();
      return err(`[SYS/TEMP] Too many wrong passwords. Try again in ${Math.ceil(result.retryAfterMs / 1000)} seconds`);
    case 'unavailable':
      return err('[SYS/TEMP] The password could not be checked at the moment. Try again later');
    default:
      return assertNever(result, 'login result');
  }
}
/** @returns the refusal in clear; null when signing in may go on */
export function refuseInClear(session: Pop3Session): Pop3Answer {
  if (session.isSecure) return null;
  session.deps.emit('login.clearText', { protocol: 'pop3', peer: session.peer }, { session: session.sessionId });
  return err('Signing in needs encryption. Use STLS first, or port 995');
}
