/**
 * What one session wants to hear of without asking: notes what the store tells, bounded by the number of mailboxes, and
 * writes it when the client is not in the middle of a command. RFC 5465
 */
import { MailError } from '../../../model/errors.ts';
import type { MailboxId } from '../../../model/ids.ts';
import type { Mailbox, MailboxChange } from '../../../model/mailbox.ts';
import { has } from '../../../model/mailbox-rights.ts';
import { isSelected, type EventGroup, type NotifyEvent } from '../../../protocol/imap/notify-arguments.ts';
import { string } from '../../../protocol/imap/response-text.ts';
import { isPrivateEntry } from '../../../store/metadata-store.ts';
import { tellChanges } from '../changes.ts';
import { eachPage } from '../fetch/each-page.ts';
import { rowFields } from '../fetch/row-fields.ts';
import { writeRows } from '../fetch/write-row.ts';
import type { Hearing, ImapSession } from '../imap-session.ts';
import type { MailboxView } from '../mailbox-view.ts';
import { matchesFilter } from './mailbox-filter.ts';
import { attributesOf, readTree, treeChanges, type MailboxTree } from './mailbox-tree.ts';

/** Mailboxes one session can watch. */
const MOST_WATCHED = 1000;
/** Names of metadata entries that wait to be told. */
const MOST_ENTRIES = 1000;

export class Notifier {
  readonly #session: ImapSession;
  readonly #groups: readonly EventGroup[];
  #tree: MailboxTree;
  #isTreeOld = false;
  readonly #watched = new Map<MailboxId, () => void>();
  /** Mailboxes with something new, and whether flags are all of it. */
  readonly #changed = new Map<MailboxId, Set<NotifyEvent>>();
  readonly #metadata = new Map<MailboxId, Set<string>>();
  #entries = 0;
  readonly #stop: () => void;
  /** Highest uid of the selected mailbox that was told, and of which view. */
  #told: { readonly view: MailboxView; readonly uid: number } | null = null;
  #isOver = false;
  #wake: (() => void) | null = null;

  private constructor(session: ImapSession, groups: readonly EventGroup[], tree: MailboxTree) {
    this.#session = session;
    this.#groups = groups;
    this.#tree = tree;
    this.#stop = session.store.changes.account(session.viewer, (change) => this.#hearAccount(change));
  }

  /** @throws MailError limit when that is more than one session may watch */
  static async start(session: ImapSession, groups: readonly EventGroup[]): Promise<Notifier> {
    const notifier = new Notifier(session, groups, await readTree(session));
    if (notifier.#watch()) return notifier;
    notifier.close();
    throw new MailError('limit', `a session can watch ${MOST_WATCHED} mailboxes`);
  }

  close(): void {
    this.#isOver = true;
    this.#stop();
    for (const unlisten of this.#watched.values()) unlisten();
    this.#watched.clear();
    this.#ring();
  }

  /** Resolves when there is something to tell. */
  async news(): Promise<void> {
    if (this.#hasNews) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      // The view has one waiter: this.
      const { view } = this.#session;
      if (this.#selected !== null && view !== null && !view.hasNews) void view.news().then(resolve);
    });
  }

  /** @param idles the client waits and takes everything, as in IDLE */
  async tell(idles = false): Promise<void> {
    if (this.#isOver) return;
    try {
      await this.#tellSelected(idles);
      if (this.#isTreeOld) await this.#tellTree();
      for (const [id, events] of [...this.#changed]) await this.#tellStatus(id, events);
      await this.#tellMetadata();
    } catch (error) {
      // What cannot be read now cannot be told truly either: the client must look for itself.
      if (!(error instanceof MailError)) throw error;
      this.overflow(error.message);
    }
  }

  /** Mailboxes that were named and may be looked up, but not read: nothing of theirs will be told. RFC 5465 3.1 */
  tellNoAccess(): void {
    for (const mailbox of this.#tree.mailboxes.values()) {
      if (has(mailbox.rights, 'r') || !this.#messageEvents(mailbox).has('MessageNew')) continue;
      this.#session.respond.untagged(`LIST (\\NoAccess) "/" ${this.#session.name(mailbox.name)}`);
    }
  }

  /** STATUS of every mailbox watched, as NOTIFY SET STATUS asks for. RFC 5465 3.1 */
  async tellAll(): Promise<void> {
    for (const id of this.#watched.keys()) {
      const mailbox = this.#tree.mailboxes.get(id);
      if (mailbox === undefined || id === this.#session.view?.mailbox.id) continue;
      this.#writeStatus(mailbox, this.#messageEvents(mailbox));
      await this.#session.respond.flushIfFull();
    }
  }

  /** From here on nothing is told: as after NOTIFY NONE. RFC 5465 5.8 */
  overflow(reason: string): void {
    this.#session.respond.untagged(`OK [NOTIFICATIONOVERFLOW] ${reason}`);
    this.#session.setNotifier(null);
  }

  /** What is told of the selected mailbox; where no group names it, nothing. RFC 5465 3.1 */
  get hearing(): Hearing {
    const group = this.#selected;
    return { messages: group !== null, flags: group?.events.has('FlagChange') === true };
  }

  get #selected(): EventGroup | null {
    return this.#groups.find((group) => isSelected(group) && group.events.size > 0) ?? null;
  }

  get #hasNews(): boolean {
    if (this.#isOver || this.#isTreeOld || this.#changed.size > 0 || this.#metadata.size > 0) return true;
    const { view } = this.#session;
    return view !== null && this.#selected !== null && this.#isWorthTelling(view);
  }

  /** With SELECTED-DELAYED an expunge waits for a command, and all that follows it. */
  #isWorthTelling(view: MailboxView): boolean {
    if (view.isGone) return true;
    return (
      view.hasNews && !(this.#selected?.filter.kind === 'selected-delayed' && view.pending.first?.kind === 'expunged')
    );
  }

  async #tellSelected(idles: boolean): Promise<void> {
    const { view } = this.#session;
    const group = this.#selected;
    if (view === null || group === null) return;
    if (view.pending.overflowed) return this.overflow('more changed in the selected mailbox than is kept');
    const known = this.#told?.view === view ? this.#told.uid : view.uidNext - 1;
    await tellChanges(this.#session, idles || group.filter.kind === 'selected');
    if (this.#session.view !== view) return;
    const last = view.uidNext - 1;
    this.#told = { view, uid: last };
    if (last > known && group.items.length > 0) await this.#fetchNew(view, group, known + 1, last);
  }

  async #fetchNew(view: MailboxView, { items }: EventGroup, first: number, last: number): Promise<void> {
    const { store, respond, isUidOnly: byUid, takesUtf8Headers } = this.#session;
    const fields = rowFields(items, !takesUtf8Headers);
    // There is no tagged answer to name the letters in that are shown otherwise.
    const downgraded = takesUtf8Headers ? null : (): void => undefined;
    const list = await view.list();
    for await (const rows of eachPage(store.messages, view, { ranges: [[first, last]], fields })) {
      const known = rows.flatMap((row) => {
        const number = list.indexOf(row.uid) + 1;
        return number === 0 ? [] : [{ number: byUid ? row.uid : number, row }];
      });
      await writeRows(respond, store.bodies, known, { items, byUid, downgraded });
    }
  }

  async #tellTree(): Promise<void> {
    this.#isTreeOld = false;
    const before = this.#tree;
    const after = await readTree(this.#session);
    this.#tree = after;
    for (const { event, name, oldName } of treeChanges(before, after)) {
      const wants = this.#wants(event, name, after) || this.#wants(event, oldName ?? name, before);
      if (!wants) continue;
      const old = oldName === null ? '' : ` ("OLDNAME" (${this.#session.name(oldName)}))`;
      this.#session.respond.untagged(`LIST (${attributesOf(after, name)}) "/" ${this.#session.name(name)}${old}`);
      await this.#session.respond.flushIfFull();
    }
    if (!this.#watch()) this.overflow(`a session can watch ${MOST_WATCHED} mailboxes`);
  }

  async #tellStatus(id: MailboxId, events: ReadonlySet<NotifyEvent>): Promise<void> {
    this.#changed.delete(id);
    if (id === this.#session.view?.mailbox.id) return;
    const mailbox = await this.#session.store.mailboxes.byId(this.#session.viewer, id);
    if (mailbox === null || !has(mailbox.rights, 'r')) return;
    this.#writeStatus(mailbox, events);
    await this.#session.respond.flushIfFull();
  }

  #writeStatus(mailbox: Mailbox, events: ReadonlySet<NotifyEvent>): void {
    const { counts, uidNext, uidValidity, highestModSeq } = mailbox;
    const isCounted = events.has('MessageNew') || events.has('MessageExpunge');
    const items = [
      ...(isCounted ? [`MESSAGES ${counts.messages}`, `UIDNEXT ${uidNext}`] : []),
      `UIDVALIDITY ${uidValidity}`,
      `UNSEEN ${counts.unseen}`,
      ...(events.has('FlagChange') || this.#session.isCondstore ? [`HIGHESTMODSEQ ${highestModSeq}`] : []),
    ];
    this.#session.respond.untagged(`STATUS ${this.#session.name(mailbox.name)} (${items.join(' ')})`);
  }

  async #tellMetadata(): Promise<void> {
    for (const [id, entries] of [...this.#metadata]) {
      this.#metadata.delete(id);
      this.#entries -= entries.size;
      const mailbox = id === 0 ? null : this.#tree.mailboxes.get(id);
      if (mailbox === undefined) continue;
      const wants =
        mailbox === null
          ? this.#groups.some(({ events }) => events.has('ServerMetadataChange'))
          : this.#wants('MailboxMetadataChange', mailbox.name, this.#tree);
      if (!wants) continue;
      const name = mailbox === null ? '""' : this.#session.name(mailbox.name);
      this.#session.respond.untagged(`METADATA ${name} ${[...entries].map((entry) => string(entry)).join(' ')}`);
    }
  }

  #wants(event: NotifyEvent, name: string, tree: MailboxTree): boolean {
    return this.#groups.some(({ filter, events }) => events.has(event) && matchesFilter(filter, name, tree.subscribed));
  }

  #messageEvents({ name }: Mailbox): Set<NotifyEvent> {
    const fitting = this.#groups.filter(
      (group) => !isSelected(group) && matchesFilter(group.filter, name, this.#tree.subscribed),
    );
    return new Set(fitting.flatMap(({ events }) => [...events]));
  }

  /** Listens to the mailboxes whose messages are wanted, and to no others. @returns false when they are too many */
  #watch(): boolean {
    const wanted = new Map<MailboxId, Mailbox>();
    for (const [id, mailbox] of this.#tree.mailboxes) {
      if (has(mailbox.rights, 'r') && this.#messageEvents(mailbox).has('MessageNew')) wanted.set(id, mailbox);
    }
    if (wanted.size > MOST_WATCHED) return false;
    for (const [id, unlisten] of this.#watched) {
      if (wanted.has(id)) continue;
      unlisten();
      this.#watched.delete(id);
    }
    for (const id of wanted.keys()) {
      if (!this.#watched.has(id))
        this.#watched.set(
          id,
          this.#session.store.changes.mailbox(id, (change) => this.#hearMailbox(change)),
        );
    }
    return true;
  }

  #hearMailbox(change: MailboxChange): void {
    if (change.kind === 'mailbox') return;
    if (change.kind === 'flags' && change.viewer !== null && change.viewer !== this.#session.viewer) return;
    const event = ({ added: 'MessageNew', expunged: 'MessageExpunge', flags: 'FlagChange' } as const)[change.kind];
    const mailbox = this.#tree.mailboxes.get(change.mailboxId);
    if (mailbox === undefined || !this.#messageEvents(mailbox).has(event)) return;
    if (change.mailboxId === this.#session.view?.mailbox.id) return;
    const events = this.#changed.get(change.mailboxId) ?? new Set();
    this.#changed.set(change.mailboxId, events.add(event));
    this.#ring();
  }

  #hearAccount(change: MailboxChange): void {
    if (change.kind !== 'mailbox') return;
    if (change.change !== 'metadata') this.#isTreeOld = true;
    else this.#noteEntries(change.mailboxId, change.entries ?? []);
    this.#ring();
  }

  #noteEntries(id: MailboxId, names: readonly string[]): void {
    const entries = this.#metadata.get(id) ?? new Set<string>();
    for (const name of names.filter((one) => isPrivateEntry(one) || one.startsWith('/shared/'))) {
      if (entries.has(name) || this.#entries >= MOST_ENTRIES) continue;
      entries.add(name);
      this.#entries += 1;
    }
    if (entries.size > 0) this.#metadata.set(id, entries);
  }

  #ring(): void {
    this.#wake?.();
    this.#wake = null;
  }
}
