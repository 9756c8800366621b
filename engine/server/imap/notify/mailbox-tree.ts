/** The mailboxes an account may look up, at two moments, and what became of each. RFC 5465 5.4, 5.5 */
import type { MailboxId } from '../../../model/ids.ts';
import type { Mailbox } from '../../../model/mailbox.ts';
import { parentsOf } from '../../../protocol/imap/list-pattern.ts';
import type { ImapSession } from '../imap-session.ts';

export interface MailboxTree {
  readonly mailboxes: ReadonlyMap<MailboxId, Mailbox>;
  /** Subscribed names, of mailboxes that exist or not. */
  readonly subscribed: ReadonlySet<string>;
}
export interface TreeChange {
  readonly event: 'MailboxName' | 'SubscriptionChange';
  readonly name: string;
  readonly oldName: string | null;
}

export async function readTree({ store, viewer }: ImapSession): Promise<MailboxTree> {
  const all = [...(await store.mailboxes.list(viewer)), ...(await store.mailboxes.shared(viewer))];
  return {
    mailboxes: new Map(all.map((mailbox) => [mailbox.id, mailbox])),
    subscribed: new Set(await store.mailboxes.subscriptions(viewer)),
  };
}

export function treeChanges(before: MailboxTree, after: MailboxTree): TreeChange[] {
  const changes: TreeChange[] = [];
  const named = (name: string, oldName: string | null = null): void =>
    void changes.push({ event: 'MailboxName', name, oldName });
  for (const [id, { name }] of before.mailboxes) if (!after.mailboxes.has(id)) named(name);
  const renamed = new Map<string, string>();
  for (const [id, { name }] of after.mailboxes) {
    const old = before.mailboxes.get(id)?.name;
    if (old === undefined) named(name);
    else if (old !== name) renamed.set(old, name);
  }
  for (const [old, name] of renamed) if (!followsParent(renamed, old, name)) named(name, old);
  for (const name of new Set([...before.subscribed, ...after.subscribed])) {
    if (before.subscribed.has(name) !== after.subscribed.has(name))
      changes.push({ event: 'SubscriptionChange', name, oldName: null });
  }
  return changes;
}

/** Renamed because one above it was: that one is told alone. */
function followsParent(renamed: ReadonlyMap<string, string>, old: string, name: string): boolean {
  return parentsOf(old).some((parent) => {
    const moved = renamed.get(parent);
    return moved !== undefined && name === moved + old.slice(parent.length);
  });
}

/** Attributes of a name as LIST shows them. RFC 5258 3, RFC 5465 5.4 */
export function attributesOf(tree: MailboxTree, name: string): string {
  const names = [...tree.mailboxes.values()].map((mailbox) => mailbox.name);
  return [
    ...(names.includes(name) ? [] : ['\\NonExistent']),
    names.some((other) => other.startsWith(`${name}/`)) ? '\\HasChildren' : '\\HasNoChildren',
    ...(tree.subscribed.has(name) ? ['\\Subscribed'] : []),
  ].join(' ');
}
