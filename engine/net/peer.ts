/**
 * Who is at the other end of a connection: one spelling per address, and what kind of address it is.
 * RFC 1918, RFC 4193, RFC 4291, RFC 3927, RFC 6598 (shared by providers), RFC 6890
 */
import { BlockList, isIP, SocketAddress, type Socket } from 'node:net';

/** `special`: no host of the internet is there (unspecified, multicast, reserved). */
export type AddressKind = 'loopback' | 'private' | 'linkLocal' | 'special' | 'public';

export interface Peer {
  /** IPv4, also where the socket says ::ffff:IPv4, or IPv6 in its shortest form, without zone. */
  readonly address: string;
  readonly port: number;
  readonly kind: AddressKind;
  readonly isLoopback: boolean;
  readonly isPrivate: boolean;
  readonly isLinkLocal: boolean;
}

const KINDS: readonly (readonly [Exclude<AddressKind, 'public'>, readonly string[]])[] = [
  ['loopback', ['127.0.0.0/8', '::1/128']],
  ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7']],
  ['linkLocal', ['169.254.0.0/16', 'fe80::/10']],
  ['special', ['0.0.0.0/8', '224.0.0.0/3', '::/128', 'ff00::/8']],
];
const LISTS = KINDS.map(([kind, subnets]) => {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [network = '', bits] = subnet.split('/');
    list.addSubnet(network, Number(bits), family(network));
  }
  return { kind, list };
});

/** @returns the one spelling of an address; null when it is none */
export function normalizeAddress(text: string): string | null {
  const address = text.replace(/%.*$/, '');
  if (isIP(address) === 0) return null;
  if (isIP(address) === 4) return address;
  const short = new SocketAddress({ address, family: 'ipv6' }).address;
  const compressed = new URL(`http://[${short}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(compressed);
  if (mapped === null) return compressed;
  const value = (parseInt(mapped[1]!, 16) << 16) | parseInt(mapped[2]!, 16);
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
}

/** @param text an IP address; what is none is `special` */
export function addressKind(text: string): AddressKind {
  const address = normalizeAddress(text);
  if (address === null) return 'special';
  return LISTS.find(({ list }) => list.check(address, family(address)))?.kind ?? 'public';
}

/** What a limit counts by: the IPv4 address, or the /64 that one IPv6 subscriber has. */
export function limitKey(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('::');
  const start = head === '' ? [] : head.split(':');
  const end = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : 8 - start.length - end.length;
  const groups = [...start, ...Array<string>(gap).fill('0'), ...end];
  return `${groups.slice(0, 4).join(':')}::/64`;
}

export function peerOf(address: string, port: number): Peer {
  const normal = normalizeAddress(address) ?? address;
  const kind = addressKind(normal);
  return {
    address: normal,
    port,
    kind,
    isLoopback: kind === 'loopback',
    isPrivate: kind === 'private',
    isLinkLocal: kind === 'linkLocal',
  };
}

/** @returns null when the other side has already gone */
export function peerOfSocket(socket: Socket): Peer | null {
  const { remoteAddress, remotePort } = socket;
  return remoteAddress === undefined || remotePort === undefined ? null : peerOf(remoteAddress, remotePort);
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
