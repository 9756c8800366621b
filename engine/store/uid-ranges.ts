/** Sets of uids as ranges and as few octets. */
import type { UidRanges } from './message-store.ts';

/** @param uids ascending */
export function rangesOf(uids: Iterable<number>): [number, number][] {
  const ranges: [number, number][] = [];
  for (const uid of uids) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] + 1 === uid) last[1] = uid;
    else ranges.push([uid, uid]);
  }
  return ranges;
}
export function inRanges(ranges: UidRanges, uid: number): boolean {
  return ranges.some(([first, last]) => uid >= first && uid <= last);
}
/** Ranges as pairs of 32-bit numbers. @param uids ascending */
export function encodeUids(uids: Iterable<number>): Uint8Array {
  return new Uint8Array(Uint32Array.from(rangesOf(uids).flat()).buffer);
}
export function decodeUids(bytes: Uint8Array): number[] {
  const pairs = new Uint32Array(bytes.slice().buffer);
  const uids: number[] = [];
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    for (let uid = pairs[i] as number; uid <= (pairs[i + 1] as number); uid += 1) uids.push(uid);
  }
  return uids;
}
