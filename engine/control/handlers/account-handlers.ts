/** People, aliases, and who receives what. */
import { firstPassword } from '../../auth/first-password.ts';
import { newScramParameters, scramSecret } from '../../auth/scram-keys.ts';
import type { PasswordHasher } from '../../auth/password-hash.ts';
import type { Emit } from '../../events/bus.ts';
import type { Account, AccountLanguage, Address } from '../../model/account.ts';
import { formatAddress } from '../../model/address-text.ts';
import type { AccountId, AliasId } from '../../model/ids.ts';
import type { Store } from '../../store/store.ts';
import { mayAct, type Caller } from '../caller.ts';
import { refusal, type Handlers } from '../dispatcher.ts';
import { addressOf } from '../parse-address.ts';

export interface AccountHandlerDeps {
  readonly store: Store;
  readonly hasher: PasswordHasher;
  readonly emit: Emit;
  readonly language: () => AccountLanguage;
  /** Where an address leads after all aliases. */
  readonly resolve: (address: Address) => Promise<{
    readonly kind: 'accounts' | 'unknown' | 'foreign';
    readonly accounts: readonly string[];
    readonly remote: readonly string[];
  }>;
}
type Names =
  | 'accounts.list'
  | 'accounts.create'
  | 'accounts.update'
  | 'accounts.setPassword'
  | 'accounts.remove'
  | 'aliases.list'
  | 'aliases.create'
  | 'aliases.update'
  | 'aliases.remove'
  | 'addresses.resolve';

export function accountHandlers({ store, hasher, emit, language, resolve }: AccountHandlerDeps): Pick<Handlers, Names> {
  const { directory, credentials } = store;
  /** Nobody makes or changes somebody of more rights than his own. */
  async function reach(id: number, caller: Caller): Promise<Account> {
    const account = await directory.account(id as AccountId);
    if (account === null) throw refusal('nonexistent', 'there is no such account');
    if (!mayAct(caller, account.role)) throw refusal('denied', `this needs the role ${account.role}`);
    return account;
  }
  const targetsOf = (targets: readonly string[]) => targets.map((target, at) => addressOf(target, `targets.${at}`));
  return {
    'accounts.list': (query) => directory.accounts(query),
    async 'accounts.create'(request, caller) {
      const role = request.role ?? 'account';
      if (!mayAct(caller, role)) throw refusal('denied', `this needs the role ${role}`, 'role');
      const generatedPassword = request.password === undefined ? firstPassword() : null;
      const address = addressOf(request.address);
      const account = await directory.createAccount({
        address,
        displayName: request.displayName,
        role,
        language: request.language ?? language(),
        quotaBytes: request.quotaBytes ?? null,
        passwordHash: await hasher.hash(request.password ?? generatedPassword ?? ''),
        ...(generatedPassword === null ? {} : { scram: scramSecret(generatedPassword, newScramParameters()) }),
      });
      emit('directory.accountAdded', { account: formatAddress(address), by: caller.name });
      return { account, generatedPassword };
    },
    async 'accounts.update'({ id, ...patch }, caller) {
      const account = await reach(id, caller);
      if (patch.role !== undefined && !mayAct(caller, patch.role))
        throw refusal('denied', `this needs the role ${patch.role}`, 'role');
      const updated = await directory.updateAccount(account.id, patch);
      emit('directory.accountChanged', { account: formatAddress(account.address), by: caller.name });
      return updated;
    },
    async 'accounts.setPassword'({ id, password }, caller) {
      const account = await reach(id, caller);
      const generatedPassword = password === undefined ? firstPassword() : null;
      const passwordHash = await hasher.hash(password ?? generatedPassword ?? '');
      // SCRAM keys are kept of what was generated, never of what people choose: from a stolen one they could be guessed.
      const parameters = (await credentials.scramParameters(account.id)) ?? newScramParameters();
      const scram = generatedPassword === null ? undefined : scramSecret(generatedPassword, parameters);
      await credentials.setPassword(account.id, passwordHash, scram);
      emit('directory.passwordChanged', { account: formatAddress(account.address), by: caller.name });
      return { generatedPassword };
    },
    async 'accounts.remove'({ id, confirmAddress }, caller) {
      const account = await reach(id, caller);
      const address = formatAddress(account.address);
      if (formatAddress(addressOf(confirmAddress, 'confirmAddress')) !== address)
        throw refusal('badRequest', `write ${address} to remove it`, 'confirmAddress');
      await directory.removeAccount(account.id);
      emit('directory.accountRemoved', { account: address, by: caller.name });
    },
    'aliases.list': (query) => directory.aliases(query),
    async 'aliases.create'({ address, targets }, caller) {
      const alias = await directory.createAlias(addressOf(address), targetsOf(targets));
      emit('directory.aliasAdded', { alias: address, by: caller.name });
      return alias;
    },
    async 'aliases.update'({ id, targets }, caller) {
      const alias = await directory.updateAlias(id as AliasId, targetsOf(targets));
      emit('directory.aliasChanged', { alias: formatAddress(alias.address), by: caller.name });
      return alias;
    },
    async 'aliases.remove'({ id }, caller) {
      await directory.removeAlias(id as AliasId);
      emit('directory.aliasRemoved', { by: caller.name });
    },
    'addresses.resolve': ({ address }) => resolve(addressOf(address)),
  };
}
