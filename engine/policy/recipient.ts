/**
 * Whether RCPT TO may be. On the port for other servers only addresses of ours are taken, whatever way the address asks to
 * be sent on: nothing is relayed, no part of an address is read as a further route. Only who has signed in on a port for our
 * people writes to elsewhere; where a client connects from opens nothing. RFC 5321 3.9, 4.1.1.3, 4.5.1, RFC 2505 2.1
 */
import { ACCEPT, defer, reject, type Decision } from './decision.ts';
import { assertNever } from '../lib/assert.ts';
import type { Address } from '../model/account.ts';

export interface RecipientFacts {
  readonly profile: 'mx' | 'submission';
  readonly signedIn: boolean;
  readonly address: Address;
  readonly smtpUtf8: boolean;
  readonly route: RouteFacts;
  readonly recipients: number;
  readonly recipientsAllowed: number;
}
/** What of the address's route decides (delivery/route.ts). */
export type RouteFacts =
  | {
      readonly kind: 'deliverable';
      readonly isRole: boolean;
      readonly byCatchAll: boolean;
      /** Every account it leads to is full. */ readonly isFull: boolean;
    }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'disabled' }
  | { readonly kind: 'broken'; readonly isRole: boolean }
  | { readonly kind: 'foreign' };

export function decideRecipient(facts: RecipientFacts): Decision {
  const { route, address } = facts;
  if (facts.recipients >= facts.recipientsAllowed)
    return defer(
      452,
      '4.5.3',
      `At most ${facts.recipientsAllowed} recipients are taken at once. Send the letter again to the others`,
    );
  if (!facts.smtpUtf8 && !/^[\x00-\x7f]*$/.test(address.localpart))
    return reject(553, '5.6.7', 'The address needs SMTPUTF8. Give that keyword with MAIL');
  switch (route.kind) {
    case 'deliverable':
      if (route.isRole) return ACCEPT;
      if (route.byCatchAll && hasRouteInside(address.localpart)) return noRelay();
      if (route.isFull) return defer(452, '4.2.2', 'The mailbox is full. Try again later');
      return ACCEPT;
    case 'unknown':
      return hasRouteInside(address.localpart)
        ? noRelay()
        : reject(550, '5.1.1', 'There is nobody of that name here. Check the address');
    case 'disabled':
      return reject(550, '5.2.1', 'This mailbox takes no mail at present');
    case 'broken':
      // A role address must always be deliverable one day: nobody is in charge yet, or no more.
      return route.isRole
        ? defer(451, '4.2.0', 'Nobody is in charge of this address at the moment. Try again later')
        : reject(550, '5.1.1', 'This address leads to nobody at present. Tell postmaster');
    case 'foreign':
      return mayWriteElsewhere(facts) && !isLiteral(address.domain) ? ACCEPT : noRelay();
    default:
      return assertNever(route, 'route');
  }
}

const mayWriteElsewhere = ({ profile, signedIn }: RecipientFacts): boolean => profile === 'submission' && signedIn;
function noRelay(): Decision {
  return reject(
    550,
    '5.7.1',
    'Mail to that address is not taken here: this server relays for nobody. To send mail, sign in on port 465 or 587',
  );
}
/** `user%elsewhere`, `elsewhere!user`, `"user@elsewhere"`: a further route hidden in the localpart. */
const hasRouteInside = (localpart: string): boolean => /[%!@]/.test(localpart);
const isLiteral = (domain: string): boolean => domain.startsWith('[') || domain === '';
