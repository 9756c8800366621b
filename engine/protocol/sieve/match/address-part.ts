/** Which part of an address is compared. RFC 5228 2.7.4, RFC 5233 4 */
import type { Arguments, TagRule } from '../compile/arguments.ts';
import { formatMailAddress, type MailAddress } from '../message/address-text.ts';

export const ADDRESS_TAGS: Readonly<Record<string, TagRule>> = {
  all: { takes: null, group: 'part' },
  localpart: { takes: null, group: 'part' },
  domain: { takes: null, group: 'part' },
  user: { takes: null, group: 'part', extension: 'subaddress' },
  detail: { takes: null, group: 'part', extension: 'subaddress' },
};
export type AddressPart = 'all' | 'localpart' | 'domain' | 'user' | 'detail';

export function readAddressPart(args: Arguments): AddressPart {
  return (['localpart', 'domain', 'user', 'detail'] as const).find((part) => args.has(part)) ?? 'all';
}

/** null: the address has no such part. */
export function addressPart({ localpart, domain }: MailAddress, part: AddressPart): string | null {
  const plus = localpart.indexOf('+');
  switch (part) {
    case 'all':
      return formatMailAddress({ localpart, domain });
    case 'localpart':
      return localpart;
    case 'domain':
      return domain;
    case 'user':
      return plus < 0 ? localpart : localpart.slice(0, plus);
    case 'detail':
      return plus < 0 ? null : localpart.slice(plus + 1);
  }
}
