/** App passwords: of one's own account by everybody, of others' by administrators. RFC 5802 3 */
import type { AppPasswordSessions } from '../../auth/app-password-sessions.ts';
import { newAppPassword } from '../../auth/app-passwords.ts';
import { newScramParameters, scramSecret } from '../../auth/scram-keys.ts';
import type { Emit } from '../../events/bus.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Account } from '../../model/account.ts';
import { formatAddress } from '../../model/address-text.ts';
import { APP_PASSWORD_PROTOCOLS } from '../../model/app-password.ts';
import type { AccountId, AppPasswordId, UnixMs } from '../../model/ids.ts';
import type { DirectoryStore } from '../../store/directory-store.ts';
import type { Store } from '../../store/store.ts';
import { mayAct, type Caller } from '../caller.ts';
import type { Role } from '../contract.ts';
import { refusal, type Handlers } from '../dispatcher.ts';

export interface AppPasswordHandlerDeps {
  readonly store: Pick<Store, 'directory' | 'credentials'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly emit: Emit;
  readonly appSessions: AppPasswordSessions;
}
type Names = Extract<keyof Handlers, `appPasswords.${string}`>;

const toLook = (): Role => 'viewer';
const toChange = ({ role }: Account): Role => (role === 'owner' ? 'owner' : 'admin');

/** One's own account needs no role. @throws ControlFailure */
function reacher(directory: DirectoryStore) {
  return async (id: number | undefined, caller: Caller, needed: (account: Account) => Role) => {
    const wanted = id ?? caller.accountId;
    if (wanted === null) throw refusal('badRequest', 'say whose app passwords are meant', 'account');
    const isOwn = wanted === caller.accountId;
    // Who may not look learns nothing of who is here.
    if (!isOwn && !mayAct(caller, 'viewer')) throw refusal('denied', 'this needs the role viewer');
    const account = await directory.account(wanted as AccountId);
    if (account === null) throw refusal('nonexistent', 'there is no such account');
    if (!isOwn && !mayAct(caller, needed(account))) throw refusal('denied', `this needs the role ${needed(account)}`);
    return account;
  };
}

export function appPasswordHandlers({
  store: { directory, credentials },
  clock,
  emit,
  appSessions,
}: AppPasswordHandlerDeps): Pick<Handlers, Names> {
  const reach = reacher(directory);
  return {
    async 'appPasswords.list'({ account }, caller) {
      const { id } = await reach(account, caller, toLook);
      return credentials.appPasswords(id);
    },
    async 'appPasswords.create'({ account: id, label, protocols, expiresAt = null }, caller) {
      const account = await reach(id, caller, toChange);
      if (expiresAt !== null && expiresAt <= clock.now())
        throw refusal('badRequest', 'the day it expires is over already', 'expiresAt');
      const parameters = (await credentials.scramParameters(account.id)) ?? newScramParameters();
      const password = newAppPassword();
      const appPassword = await credentials.addAppPassword(
        {
          accountId: account.id,
          label,
          protocols: APP_PASSWORD_PROTOCOLS.filter((protocol) => protocols.includes(protocol)),
          expiresAt: expiresAt as UnixMs | null,
        },
        scramSecret(password, parameters),
      );
      emit('directory.appPasswordAdded', { account: formatAddress(account.address), label, by: caller.name });
      return { appPassword, password };
    },
    async 'appPasswords.revoke'({ id }, caller) {
      const found = await credentials.appPassword(id as AppPasswordId);
      // Somebody else's is as unknown as none to those who may not look.
      if (found === null || (found.accountId !== caller.accountId && !mayAct(caller, 'viewer')))
        throw refusal('nonexistent', 'there is no such app password');
      const account = await reach(found.accountId, caller, toChange);
      await credentials.removeAppPassword(found.id);
      const sessionsEnded = appSessions.revoke(found.id);
      emit('directory.appPasswordRevoked', {
        account: formatAddress(account.address),
        label: found.label,
        sessions: sessionsEnded,
        by: caller.name,
      });
      return { sessionsEnded };
    },
  };
}
