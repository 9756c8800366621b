/** From routed recipients to copies: one per account and per remote address, each with its trace headers. RFC 5321 4.4 */
import { finalDeliveryFields, receivedField } from './trace-headers.ts';
import { keyOf, type Route } from './route.ts';
import { assertNever } from '../lib/assert.ts';
import type { Account, Address, ReversePath } from '../model/account.ts';
import { NO_FLAGS } from '../model/flags.ts';
import type { AccountId, LetterId, UnixMs } from '../model/ids.ts';
import type { LetterOrigin } from '../model/letter.ts';
import type { DsnRequest } from '../model/queue.ts';
import type { LocalCopy, QueuedCopy } from '../store/intake-store.ts';
import type { MailboxStore } from '../store/mailbox-store.ts';

export interface RoutedRecipient {
  /** As the sender wrote it in RCPT TO. */
  readonly address: Address;
  readonly route: Route;
  readonly dsn: DsnRequest | null;
}
export interface LetterToCopy {
  readonly letterId: LetterId;
  readonly sender: ReversePath;
  readonly recipients: readonly RoutedRecipient[];
  readonly origin: LetterOrigin;
  /** RFC 3848 word for the Received field; null for what we made ourselves. */
  readonly protocol: string | null;
  /** Header fields with CRLFs put under Received: Authentication-Results, DKIM-Signature. */
  readonly fields: string;
}
export interface Copies {
  readonly local: readonly LocalCopy[];
  readonly remote: readonly QueuedCopy[];
}
export interface CopyContext {
  readonly now: UnixMs;
  readonly hostname: string;
  readonly expiresAt: UnixMs;
  /** Mailbox of junk per account; INBOX for accounts that are not in it. */
  readonly junkMailboxes: ReadonlyMap<AccountId, string>;
}
const INBOX = 'INBOX';

export function planCopies(letter: LetterToCopy, context: CopyContext): Copies {
  const local = new Map<AccountId, LocalCopy>();
  const remote = new Map<string, QueuedCopy>();
  const only = letter.recipients.length === 1 ? letter.recipients[0]!.address : null;
  const { origin, letterId, protocol } = letter;
  const trace =
    receivedField({ origin, hostname: context.hostname, letterId, protocol, recipient: only, at: context.now }) +
    letter.fields;

  const toQueue = (address: Address, dsn: DsnRequest | null): void => {
    const key = keyOf(address);
    if (!remote.has(key))
      remote.set(key, { recipient: address, prefix: octets(trace), expiresAt: context.expiresAt, dsn, heldFor: null });
  };
  const toAccount = (account: Account, recipient: Address, isRole: boolean): void => {
    const known = local.get(account.id);
    const mailbox = isRole || known?.mailbox === INBOX ? INBOX : (context.junkMailboxes.get(account.id) ?? INBOX);
    const ignoreQuota = isRole || known?.ignoreQuota === true;
    const prefix = octets(finalDeliveryFields(letter.sender, account.address) + trace);
    local.set(account.id, {
      accountId: account.id,
      mailbox,
      recipient: known?.recipient ?? recipient,
      prefix,
      flags: NO_FLAGS,
      ignoreQuota,
    });
  };
  for (const { address, route, dsn } of letter.recipients) {
    switch (route.kind) {
      case 'foreign':
        toQueue(address, dsn);
        break;
      case 'deliverable':
        for (const target of route.targets) {
          if (target.kind === 'remote') toQueue(target.address, dsn);
          else toAccount(target.account, address, route.isRole);
        }
        break;
      case 'unknown':
      case 'disabled':
      case 'broken':
        break; // refused at RCPT; a letter holds only recipients that were taken
      default:
        assertNever(route, 'route');
    }
  }
  return { local: [...local.values()], remote: [...remote.values()] };
}

/** Names of the junk mailboxes of all accounts the letter goes to, in the language of each account. RFC 6154 */
export async function findJunkMailboxes(
  mailboxes: Pick<MailboxStore, 'list'>,
  recipients: readonly RoutedRecipient[],
): Promise<ReadonlyMap<AccountId, string>> {
  const found = new Map<AccountId, string>();
  for (const { route } of recipients) {
    if (route.kind !== 'deliverable') continue;
    for (const target of route.targets) {
      if (target.kind !== 'account' || found.has(target.account.id)) continue;
      const junk = (await mailboxes.list(target.account.id)).find((mailbox) => mailbox.specialUse === 'junk');
      found.set(target.account.id, junk?.name ?? 'Junk');
    }
  }
  return found;
}
const octets = (text: string): Uint8Array => new TextEncoder().encode(text);
