/**
 * A disk that forgets: of a recorded life it keeps what was synced before the cut. A file's octets are safe after its own
 * sync, its name after its folder's; anything else may be there, whole or torn, or not, in any choice.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { DiskEvent } from './strace-log.ts';

type Change = { readonly at: number } & (
  | { readonly kind: 'write'; readonly offset: number; readonly data: Buffer }
  | { readonly kind: 'truncate'; readonly size: number }
);
interface Inode {
  readonly changes: Change[];
  /** Changes begun before this line are on disk. */
  syncedUntil: number;
}
type NameChange = { readonly at: number; readonly folder: string } & (
  | { readonly kind: 'create'; readonly path: string; readonly inode: Inode }
  | { readonly kind: 'unlink'; readonly path: string }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string; readonly inode: Inode }
);
export type Choice = () => boolean;

export class ForgetfulDisk {
  /** As programs see it. */
  readonly #names = new Map<string, Inode>();
  readonly #nameChanges: NameChange[] = [];
  readonly #foldersSyncedUntil = new Map<string, number>();
  readonly acknowledged: string[] = [];

  /** @param until line of the log at which the power goes */
  constructor(events: readonly DiskEvent[], until: number) {
    for (const event of events) if (event.kind === 'sync' ? event.done < until : event.at < until) this.#happen(event);
  }

  #happen(event: DiskEvent): void {
    const { at } = event;
    switch (event.kind) {
      case 'ack':
        this.acknowledged.push(event.id);
        return;
      case 'create': {
        if (this.#names.has(event.path)) return;
        const inode: Inode = { changes: [], syncedUntil: -1 };
        this.#names.set(event.path, inode);
        this.#nameChanges.push({ kind: 'create', at, folder: dirname(event.path), path: event.path, inode });
        return;
      }
      case 'write':
        this.#names.get(event.path)?.changes.push({ kind: 'write', at, offset: event.offset, data: event.data });
        return;
      case 'truncate':
        this.#names.get(event.path)?.changes.push({ kind: 'truncate', at, size: event.size });
        return;
      case 'unlink':
        this.#names.delete(event.path);
        this.#nameChanges.push({ kind: 'unlink', at, folder: dirname(event.path), path: event.path });
        return;
      case 'rename': {
        const inode = this.#names.get(event.path);
        if (inode === undefined) throw new Error(`renamed an unknown file: ${event.path}`);
        this.#names.delete(event.path);
        this.#names.set(event.to, inode);
        this.#nameChanges.push({
          kind: 'rename',
          at,
          folder: dirname(event.to),
          path: event.path,
          to: event.to,
          inode,
        });
        return;
      }
      case 'sync': {
        const inode = this.#names.get(event.path);
        if (inode !== undefined) inode.syncedUntil = at;
        else this.#foldersSyncedUntil.set(event.path, at);
      }
    }
  }

  /** Writes what is left after the cut. @param keeps asked for each change that was not synced */
  materialise(from: string, to: string, keeps: Choice): void {
    const left = new Map<string, Inode>();
    for (const change of this.#nameChanges) {
      const safe = change.at < (this.#foldersSyncedUntil.get(change.folder) ?? -1);
      if (!safe && !keeps()) continue;
      if (change.kind === 'create') left.set(change.path, change.inode);
      else if (change.kind === 'unlink') left.delete(change.path);
      else {
        left.delete(change.path);
        left.set(change.to, change.inode);
      }
    }
    for (const [path, inode] of left) {
      // The index of the write-ahead log lives in memory; after a cut SQLite makes it anew.
      if (path.endsWith('-shm')) continue;
      const target = join(to, relative(from, path));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, contentOf(inode, keeps));
    }
  }
}

function contentOf({ changes, syncedUntil }: Inode, keeps: Choice): Buffer {
  const room = Math.max(
    0,
    ...changes.map((change) => (change.kind === 'write' ? change.offset + change.data.byteLength : change.size)),
  );
  const content = Buffer.alloc(room);
  let size = 0;
  for (const change of changes) {
    const safe = change.at < syncedUntil;
    if (!safe && !keeps()) continue;
    if (change.kind === 'truncate') {
      content.fill(0, change.size);
      size = change.size;
      continue;
    }
    // What was not synced may have reached the disk in part.
    const data = safe || keeps() ? change.data : change.data.subarray(0, change.data.byteLength >> 1);
    data.copy(content, change.offset);
    size = Math.max(size, change.offset + data.byteLength);
  }
  return content.subarray(0, size);
}
