/**
 * Letters that leave INBOX, Trash and Junk by themselves after the days that the owner sets, counted from the day they came
 * into the mailbox. RFC 2449 6.7 (EXPIRE), RFC 8514 (SAVEDATE)
 */
import type { Emit } from '../events/bus.ts';
import type { Clock } from '../lib/clock.ts';
import { formatAddress } from '../model/address-text.ts';
import type { Account } from '../model/account.ts';
import type { Mailbox } from '../model/mailbox.ts';
import type { UidRanges } from '../store/message-store.ts';
import type { Store } from '../store/store.ts';

const LOOK_EVERY_MS = 3_600_000;
const FIRST_LOOK_MS = 60_000;
const DAY_MS = 86_400_000;
const PAGE = 200;

/** Days; null: never. */
export interface ExpiryDays {
  readonly inbox: number | null;
  readonly trash: number | null;
  readonly junk: number | null;
}
export interface ExpiryDeps {
  readonly store: Pick<Store, 'directory' | 'mailboxes' | 'messages'>;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly days: () => ExpiryDays;
}

/** Looks once an hour. @returns the function that ends it */
export function watchExpiry(deps: ExpiryDeps, onTrouble: (error: unknown) => void): () => void {
  let stopped = false;
  let cancel = (): void => undefined;
  const after = (ms: number): void => {
    if (stopped) return;
    cancel = deps.clock.after(
      ms,
      () =>
        void expireLetters(deps)
          .catch(onTrouble)
          .finally(() => after(LOOK_EVERY_MS)),
    );
  };
  after(FIRST_LOOK_MS);
  return () => {
    stopped = true;
    cancel();
  };
}

/** Removes what is due now. @returns how many letters */
export async function expireLetters(deps: ExpiryDeps): Promise<number> {
  const days = deps.days();
  if (days.inbox === null && days.trash === null && days.junk === null) return 0;
  let removed = 0;
  for (let after: string | undefined, isLast = false; !isLast;) {
    const page = await deps.store.directory.accounts({ after, limit: PAGE });
    for (const account of page.items) removed += await expireOf(deps, account, days);
    after = page.next ?? undefined;
    isLast = after === undefined;
  }
  return removed;
}

async function expireOf(deps: ExpiryDeps, account: Account, days: ExpiryDays): Promise<number> {
  const { store, emit, clock } = deps;
  let removed = 0;
  for (const mailbox of await store.mailboxes.list(account.id)) {
    const limit = daysOf(mailbox, days);
    if (limit === null || mailbox.counts.messages === 0) continue;
    const day = localDay(clock.now() - limit * DAY_MS);
    const { uids } = await store.messages.search(mailbox.id, account.id, { kind: 'savedDate', test: 'before', day });
    if (uids.length === 0) continue;
    const gone = await store.messages.expunge(mailbox.id, account.id, rangesOf(uids), { flagged: false, by: 'expiry' });
    removed += gone.length;
    emit('mailbox.expired', { account: formatAddress(account.address), mailbox: mailbox.name, letters: gone.length });
  }
  return removed;
}

function daysOf({ name, specialUse }: Mailbox, days: ExpiryDays): number | null {
  if (name === 'INBOX') return days.inbox;
  if (specialUse === 'trash') return days.trash;
  return specialUse === 'junk' ? days.junk : null;
}

function rangesOf(uids: Uint32Array): UidRanges {
  const ranges: [number, number][] = [];
  for (const uid of uids) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] + 1 === uid) last[1] = uid;
    else ranges.push([uid, uid]);
  }
  return ranges;
}

/** YYYY-MM-DD in the server's zone, as SAVEDBEFORE compares. */
function localDay(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
