/** How many connections there may be, in all and from one peer, and how fast one peer may open new ones. */
import type { Clock } from '../lib/clock.ts';
import { limitKey, type Peer } from './peer.ts';

/** `trial`: peers on this computer are not counted one by one. `off`: no limit at all. */
export type LimitsMode = 'normal' | 'trial' | 'off';
export interface ConnectionLimitsOptions {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly mode?: LimitsMode;
  /** Open at a time. */
  readonly total?: number;
  readonly perPeer?: number;
  readonly newPerPeerAndMinute?: number;
}
export type LimitReason = 'tooMany' | 'tooManyFromPeer' | 'tooFast';
export type Admission =
  | { readonly kind: 'admitted'; /** Call once, when the connection is gone. */ readonly release: () => void }
  | { readonly kind: 'refused'; readonly reason: LimitReason };
export interface ConnectionLimits {
  admit(peer: Pick<Peer, 'address' | 'isLoopback'>): Admission;
  setMode(mode: LimitsMode): void;
  /** Open now. */
  readonly open: number;
}

interface PeerCount {
  open: number;
  opened: number;
  minuteStart: number;
}
const MINUTE_MS = 60_000;
const SWEEP_ABOVE = 1_000;

export function createConnectionLimits(options: ConnectionLimitsOptions): ConnectionLimits {
  const { clock, total = 1_000, perPeer = 100, newPerPeerAndMinute = 300 } = options;
  let mode = options.mode ?? 'normal';
  let open = 0;
  const peers = new Map<string, PeerCount>();

  const countOf = (key: string): PeerCount => {
    const now = clock.monotonic();
    if (peers.size > SWEEP_ABOVE) sweep(peers, now);
    const count = peers.get(key) ?? { open: 0, opened: 0, minuteStart: now };
    if (now - count.minuteStart >= MINUTE_MS) Object.assign(count, { opened: 0, minuteStart: now });
    peers.set(key, count);
    return count;
  };
  const refusalOf = (count: PeerCount, isLoopback: boolean): LimitReason | null => {
    if (mode === 'off') return null;
    if (open >= total) return 'tooMany';
    if (mode === 'trial' && isLoopback) return null;
    if (count.open >= perPeer) return 'tooManyFromPeer';
    return count.opened >= newPerPeerAndMinute ? 'tooFast' : null;
  };
  return {
    admit(peer) {
      const count = countOf(limitKey(peer.address));
      const reason = refusalOf(count, peer.isLoopback);
      if (reason !== null) return { kind: 'refused', reason };
      open += 1;
      count.open += 1;
      count.opened += 1;
      let released = false;
      const release = (): void => {
        if (released) return;
        released = true;
        open -= 1;
        count.open -= 1;
      };
      return { kind: 'admitted', release };
    },
    setMode(next) {
      mode = next;
    },
    get open() {
      return open;
    },
  };
}

function sweep(peers: Map<string, PeerCount>, now: number): void {
  for (const [key, count] of peers) {
    if (count.open === 0 && now - count.minuteStart >= MINUTE_MS) peers.delete(key);
  }
}
