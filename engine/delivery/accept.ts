/**
 * The one door into the store: every letter that comes in by SMTP, is submitted, reported or imported passes here. Routes
 * become local copies and queue entries, each with its own trace headers; one transaction takes them all or none; events
 * are told after it. RFC 5321 3.9, 4.4, 6.1
 */
import { findJunkMailboxes, planCopies, type Copies, type LetterToCopy, type RoutedRecipient } from './local.ts';
import type { Route } from './route.ts';
import { rememberRoutes } from './route-memory.ts';
import { collectBody, type BodyCollector } from './spool.ts';
import type { Emit } from '../events/bus.ts';
import type { Clock } from '../lib/clock.ts';
import { timeId } from '../lib/time-id.ts';
import { formatAddress, formatReversePath } from '../model/address-text.ts';
import type { Address } from '../model/account.ts';
import type { AccountId, LetterId, SessionId, UnixMs } from '../model/ids.ts';
import type { LetterFact, LetterOrigin } from '../model/letter.ts';
import type { BodyInput, Receipt } from '../store/intake-store.ts';
import type { Store } from '../store/store.ts';

export type { Copies, RoutedRecipient } from './local.ts';
export type { Route, RouteTarget } from './route.ts';
export type { BodyCollector } from './spool.ts';
export { messageDate } from './trace-headers.ts';

export interface AcceptDeps {
  readonly store: Pick<Store, 'intake' | 'directory' | 'changes' | 'bodies' | 'mailboxes'>;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly emit: Emit;
  readonly hostname: () => string;
  /** How long a letter to elsewhere is tried. */
  readonly queueLifetimeMs: () => number;
}
export interface IncomingLetter extends LetterToCopy {
  readonly body: BodyInput;
  readonly junk: boolean;
  readonly needsSmtpUtf8: boolean;
  readonly needs8Bit: boolean;
  readonly submittedBy: AccountId | null;
  readonly facts: readonly LetterFact[];
  readonly session: SessionId | null;
}
export interface Accept {
  newLetterId(): LetterId;
  /** Where an address leads; asked at RCPT, kept until accept. */
  route(address: Address): Promise<Route>;
  collectBody(): BodyCollector;
  /** @throws MailError unavailable, overQuota: nothing was taken */
  accept(letter: IncomingLetter): Promise<Receipt>;
  /** Copies of a delivery report to `recipient`; none when it leads nowhere. */
  routeReport(recipient: Address, letterId: LetterId): Promise<Copies>;
}

const REPORT_ORIGIN: LetterOrigin = { via: 'bounce', peer: null, helo: null, tls: null, accountId: null, login: null };
const NO_JUNK: ReadonlyMap<AccountId, string> = new Map();

export function createAccept(deps: AcceptDeps): Accept {
  const { store, clock } = deps;
  const route = rememberRoutes(store, clock);
  const plan = (letter: LetterToCopy, junkMailboxes: ReadonlyMap<AccountId, string>): Copies => {
    const now = clock.now();
    return planCopies(letter, {
      now,
      hostname: deps.hostname(),
      expiresAt: (now + deps.queueLifetimeMs()) as UnixMs,
      junkMailboxes,
    });
  };
  return {
    newLetterId: () => timeId(clock.now()) as LetterId,
    route,
    collectBody: () => collectBody(store.bodies.spoolFolder),
    async accept(letter) {
      const copies = plan(letter, letter.junk ? await findJunkMailboxes(store.mailboxes, letter.recipients) : NO_JUNK);
      const sizeBytes = letter.body.kind === 'inline' ? letter.body.bytes.length : letter.body.sizeBytes;
      const receipt = await store.intake.accept({
        letterId: letter.letterId,
        body: letter.body,
        direction: letter.submittedBy === null ? 'in' : copies.remote.length > 0 ? 'out' : 'internal',
        sender: letter.sender,
        origin: letter.origin,
        needsSmtpUtf8: letter.needsSmtpUtf8,
        needs8Bit: letter.needs8Bit,
        submittedBy: letter.submittedBy,
        ...copies,
        facts: letter.facts,
      });
      tell(deps.emit, letter, copies, sizeBytes);
      return receipt;
    },
    async routeReport(recipient, letterId) {
      const found = await route(recipient);
      if (found.kind !== 'deliverable' && found.kind !== 'foreign') return { local: [], remote: [] };
      const recipients: readonly RoutedRecipient[] = [{ address: recipient, route: found, dsn: null }];
      return plan({ letterId, sender: null, recipients, origin: REPORT_ORIGIN, protocol: null, fields: '' }, NO_JUNK);
    },
  };
}

function tell(emit: Emit, letter: IncomingLetter, copies: Copies, bytes: number): void {
  const context = { letter: letter.letterId, ...(letter.session === null ? {} : { session: letter.session }) };
  const { origin, recipients } = letter;
  const sender = formatReversePath(letter.sender) || '<>';
  emit(
    'smtp.accepted',
    { protocol: origin.via, peer: origin.peer ?? '', sender, recipients: recipients.length, bytes },
    context,
  );
  for (const copy of copies.local)
    emit('delivery.stored', { recipient: formatAddress(copy.recipient), mailbox: copy.mailbox }, context);
  for (const copy of copies.remote) emit('delivery.queued', { recipient: formatAddress(copy.recipient) }, context);
}
