/** Which peers are proxies that may say whom they speak for, and the wait for what they say first. Nobody else is ever asked. */
import { BlockList, isIP, isIPv6, type Socket } from 'node:net';
import type { Clock } from '../../lib/clock.ts';
import { normalizeAddress } from '../../net/peer.ts';
import { readProxyHeader } from '../../protocol/smtp/proxy-header.ts';

/** @param blocks addresses and `address/bits` */
export function trustedProxies(blocks: readonly string[]): (address: string) => boolean {
  if (blocks.length === 0) return () => false;
  const list = new BlockList();
  for (const block of blocks) {
    const [address = '', bits] = block.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

export type ProxySaid =
  /** The client behind it; null: the proxy for itself. */
  | { readonly kind: 'client'; readonly address: string | null }
  /** No header within the wait. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'gone' };

const WAIT_MS = 500;

/** Reads the header off the socket and leaves it paused, with what follows still to be read. */
export function hearProxy(socket: Socket, clock: Pick<Clock, 'after'>): Promise<ProxySaid> {
  return new Promise((resolve) => {
    let held = Buffer.alloc(0);
    const end = (said: ProxySaid, rest: Buffer): void => {
      cancel();
      socket.off('data', onData).off('close', onClose).off('error', onError).pause();
      if (rest.length > 0 && !socket.destroyed) socket.unshift(rest);
      resolve(socket.destroyed ? { kind: 'gone' } : said);
    };
    const onData = (piece: Buffer): void => {
      held = Buffer.concat([held, piece]);
      const header = readProxyHeader(held);
      if (header.kind === 'more') return;
      if (header.kind === 'none') return end({ kind: 'nothing' }, held);
      if (header.kind === 'malformed') return end(header, held);
      const address = header.address === null ? null : normalizeAddress(header.address);
      end({ kind: 'client', address }, held.subarray(header.octets));
    };
    const onClose = (): void => end({ kind: 'gone' }, Buffer.alloc(0));
    const onError = (): void => void socket.destroy();
    const cancel = clock.after(WAIT_MS, () => end(held.length > 0 ? { kind: 'malformed' } : { kind: 'nothing' }, held));
    socket.on('data', onData).on('close', onClose).on('error', onError);
  });
}
