/** Annotations of mailboxes and of the server as a whole. Names are ASCII in small letters and begin with /private/ or /shared/. RFC 5464 3 */
import type { AccountId, MailboxId } from '../model/ids.ts';

export const METADATA_LIMITS = { valueBytes: 32 * 1024, entries: 100, nameBytes: 256 } as const;

export interface MetadataEntry {
  readonly name: string;
  readonly value: Uint8Array;
}
export interface MetadataChange {
  readonly name: string;
  /** null removes it. */
  readonly value: Uint8Array | null;
}
/** `mailboxId` null: the server. A mailbox's entries need the right `r`, its shared ones `w` to be set; the server's shared ones are its administrators'. */
export interface MetadataStore {
  /** What the viewer sees, by name: shared entries and his own private ones. */
  entries(viewer: AccountId, mailboxId: MailboxId | null): Promise<readonly MetadataEntry[]>;
  /** All or none. `limit` beyond METADATA_LIMITS.entries, of which each account has as many of its own */
  set(viewer: AccountId, mailboxId: MailboxId | null, changes: readonly MetadataChange[]): Promise<void>;
}

export function isPrivateEntry(name: string): boolean {
  return name.startsWith('/private/');
}
