/**
 * Between a letter's octets and its acknowledgement: the sync of its segment, the sync of the write-ahead log after its
 * row, and the sync of the folder when its segment was new. @returns one sentence per breach
 */
import { dirname } from 'node:path';
import type { DiskEvent } from './strace-log.ts';

type Write = DiskEvent & { readonly kind: 'write' };
type Named = DiskEvent & { readonly kind: 'create' | 'rename' };

/** @param idPattern finds the ids of letters in what was written */
export function syncBreaches(events: readonly DiskEvent[], idPattern = /id-\d+-\d+-end/g): string[] {
  const writes = events.filter((event): event is Write => event.kind === 'write');
  const bodies = firstWrites(
    writes.filter(({ path }) => path.endsWith('.seg') || path.includes('/spool/')),
    idPattern,
  );
  const rows = firstWrites(
    writes.filter(({ path }) => path.endsWith('postane.db-wal')),
    idPattern,
  );
  const syncs = events.filter((event) => event.kind === 'sync');
  const names = events.filter((event): event is Named => event.kind === 'create' || event.kind === 'rename');
  return events.flatMap((ack) => {
    if (ack.kind !== 'ack') return [];
    const synced = (path: string, after: number): boolean =>
      syncs.some((sync) => sync.path === path && sync.at > after && sync.done < ack.at);
    const body = bodies.get(ack.id);
    const row = rows.get(ack.id);
    const named = names.findLast((event) => event.path === body?.path && event.at < ack.at);
    const folder = dirname(named?.kind === 'rename' ? named.to : (named?.path ?? ''));
    return [
      body !== undefined && synced(body.path, body.done) ? [] : `${ack.id}: its body was not synced`,
      named !== undefined && synced(folder, named.done) ? [] : `${ack.id}: the name of its segment was not synced`,
      row !== undefined && synced(row.path, row.done) ? [] : `${ack.id}: its row was not synced`,
    ].flat();
  });
}

/** For each id the first write that holds it. */
function firstWrites(writes: readonly Write[], idPattern: RegExp): Map<string, Write> {
  const found = new Map<string, Write>();
  for (const write of writes) {
    for (const [id] of write.data.toString('latin1').matchAll(idPattern)) if (!found.has(id)) found.set(id, write);
  }
  return found;
}
