/** From the names people write to the ids the contract wants. */
import type { ControlClient } from '../../control/client.ts';
import type { Account, Alias, Domain, Page } from '../../control/contract.ts';
import { formatAddress } from '../../model/address-text.ts';
import { CannotError } from './cli-error.ts';

/** All pages of a list. */
export async function allPages<T>(fetch: (after: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let after: string | undefined;
  do {
    const page = await fetch(after);
    items.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return items;
}
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

export async function domainNamed(control: ControlClient, name: string): Promise<Domain> {
  const domains = await allPages((after) => control.call('domains.list', { after }));
  const found = domains.find((domain) => same(domain.name, name));
  if (found === undefined) throw new CannotError(`there is no domain ${name}; add it with: postane domain add ${name}`);
  return found;
}
export async function accountNamed(control: ControlClient, address: string): Promise<Account> {
  const accounts = await allPages((after) => control.call('accounts.list', { after }));
  const found = accounts.find((account) => same(formatAddress(account.address), address));
  if (found === undefined)
    throw new CannotError(`there is no account ${address}; add it with: postane account add ${address}`);
  return found;
}
export async function aliasNamed(control: ControlClient, address: string): Promise<Alias> {
  const aliases = await allPages((after) => control.call('aliases.list', { after }));
  const found = aliases.find((alias) => same(formatAddress(alias.address), address));
  if (found === undefined)
    throw new CannotError(`there is no alias ${address}; add it with: postane alias add ${address} TARGET`);
  return found;
}
