/** May this account say it is that person: MAIL FROM, From and Sender are addresses of its own. RFC 6409 6.1, RFC 5322 3.6.2 */
import { ACCEPT, reject, type Decision } from './decision.ts';
import { formatAddress } from '../model/address-text.ts';
import type { Address } from '../model/account.ts';

export interface AuthorFacts {
  /** Addresses in each From field; one list per field. A mailbox that could not be read is null. */
  readonly from: readonly (readonly (Address | null)[])[];
  readonly sender: readonly (readonly (Address | null)[])[];
  readonly ownAddresses: readonly Address[];
}
export function decideAuthor({ from, sender, ownAddresses }: AuthorFacts): Decision {
  if (from.length !== 1)
    return reject(550, '5.6.0', `A letter has one From field; this one has ${from.length}. Correct it and send again`);
  if (sender.length > 1)
    return reject(550, '5.6.0', 'A letter has at most one Sender field. Correct it and send again');
  const authors = [...from[0]!, ...(sender[0] ?? [])];
  if (from[0]!.length === 0 || authors.length > 50)
    return reject(550, '5.6.0', 'The From field names no address. Correct it and send again');
  for (const author of authors) {
    if (author === null)
      return reject(550, '5.6.0', 'The From or Sender field holds no valid address. Correct it and send again');
    if (!isOwnAddress(author, ownAddresses)) {
      return reject(
        550,
        '5.7.1',
        `${formatAddress(author)} is not an address of this account. Choose one of its own addresses as sender`,
      );
    }
  }
  return ACCEPT;
}
/** Own is also `name+detail` of an own `name`. RFC 5233 */
export function isOwnAddress(address: Address, ownAddresses: readonly Address[]): boolean {
  const plus = address.localpart.indexOf('+');
  const names = plus > 0 ? [address.localpart, address.localpart.slice(0, plus)] : [address.localpart];
  return ownAddresses.some(
    (own) => own.domain === address.domain.toLowerCase() && names.some((name) => fold(name) === fold(own.localpart)),
  );
}
const fold = (localpart: string): string => localpart.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
