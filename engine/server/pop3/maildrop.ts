/** The INBOX of one account as a POP3 maildrop: fixed at login, deletions only noted until QUIT. RFC 1939 4, 6, 7 (UIDL) */
import type { Account } from '../../model/account.ts';
import type { BodyId } from '../../model/ids.ts';
import type { Mailbox } from '../../model/mailbox.ts';
import { MailError } from '../../model/errors.ts';
import type { UidRanges } from '../../store/message-store.ts';
import type { Store } from '../../store/store.ts';

export interface DropMessage {
  /** From 1. */
  readonly number: number;
  readonly uid: number;
  readonly sizeBytes: number;
  readonly bodyId: BodyId;
  /** RFC 1939 7: never of another letter, the same in every session. */
  readonly uniqueId: string;
  isDeleted: boolean;
}
export interface Maildrop {
  readonly account: Account;
  readonly mailbox: Mailbox;
  readonly messages: readonly DropMessage[];
}
type DropStore = Pick<Store, 'mailboxes' | 'messages'>;
const LAST_UID = 0xffff_ffff;

export async function openMaildrop(store: DropStore, account: Account): Promise<Maildrop> {
  const mailbox = await store.mailboxes.find(account.id, 'INBOX');
  if (mailbox === null) throw new MailError('unavailable', 'the inbox cannot be read');
  const messages: DropMessage[] = [];
  for (let from: number | null = 1; from !== null;) {
    const page: Awaited<ReturnType<typeof store.messages.page>> = await store.messages.page({
      mailboxId: mailbox.id,
      viewer: account.id,
      ranges: [[from, LAST_UID]],
      fields: [],
    });
    for (const { uid, sizeBytes, bodyId } of page.rows) {
      messages.push({
        number: messages.length + 1,
        uid,
        sizeBytes,
        bodyId,
        uniqueId: `${mailbox.uidValidity}.${uid}`,
        isDeleted: false,
      });
    }
    from = page.next;
  }
  return { account, mailbox, messages };
}
/** Removes what was marked, in one transaction. */
export async function commitDeletions(store: DropStore, { mailbox, account, messages }: Maildrop): Promise<void> {
  const ranges: (readonly [number, number])[] = messages
    .filter((message) => message.isDeleted)
    .map(({ uid }) => [uid, uid]);
  if (ranges.length > 0)
    await store.messages.expunge(mailbox.id, account.id, joined(ranges), { flagged: false, by: 'POP3' });
}
function joined(ranges: readonly (readonly [number, number])[]): UidRanges {
  const out: [number, number][] = [];
  for (const [first, last] of ranges) {
    const before = out.at(-1);
    if (before !== undefined && before[1] + 1 === first) before[1] = last;
    else out.push([first, last]);
  }
  return out;
}
