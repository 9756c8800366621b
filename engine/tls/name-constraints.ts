/**
 * Which names and addresses a certificate authority may speak for: the raw X.509 extension, which the certificate library lacks.
 * Written and read in the one shape we make (permitted DNS names and IP networks). RFC 5280 4.2.1.10
 */
import { isIPv4 } from 'node:net';

export const NAME_CONSTRAINTS_OID = '2.5.29.30';
const NAME_CONSTRAINTS_OID_BYTES = Buffer.from([0x55, 0x1d, 0x1e]);

export interface NameConstraints {
  /** Each permits itself and everything below it. */
  readonly dns: readonly string[];
  readonly networks: readonly Network[];
}
export interface Network {
  readonly address: string;
  readonly prefixBits: number;
}
/** Home and office networks and this computer. RFC 1918, RFC 3927, RFC 4193, RFC 4291, RFC 6598 */
export const PRIVATE_NETWORKS: readonly Network[] = [
  { address: '10.0.0.0', prefixBits: 8 },
  { address: '100.64.0.0', prefixBits: 10 },
  { address: '127.0.0.0', prefixBits: 8 },
  { address: '169.254.0.0', prefixBits: 16 },
  { address: '172.16.0.0', prefixBits: 12 },
  { address: '192.168.0.0', prefixBits: 16 },
  { address: '::1', prefixBits: 128 },
  { address: 'fc00::', prefixBits: 7 },
  { address: 'fe80::', prefixBits: 10 },
];

const TAG = { sequence: 0x30, extensions: 0xa3, permitted: 0xa0, dnsName: 0x82, ipAddress: 0x87 } as const;

/** @returns the extension's value in DER */
export function encodeNameConstraints({ dns, networks }: NameConstraints): Buffer {
  const names = dns.map((name) => der(TAG.dnsName, Buffer.from(name, 'ascii')));
  const ranges = networks.map((network) =>
    der(TAG.ipAddress, Buffer.concat([addressBytes(network.address), maskBytes(network)])),
  );
  const subtrees = [...names, ...ranges].map((base) => der(TAG.sequence, base));
  return der(TAG.sequence, der(TAG.permitted, Buffer.concat(subtrees)));
}

/**
 * Reads one extension out of a certificate, so that a start needs no certificate library: RFC 5280 4.1 lays a certificate out as
 * sequence(tbs, ...), tbs as sequence(..., [3] extensions).
 * @param certificate in DER @returns the extension's value in DER; null when the certificate has none of this kind
 */
export function nameConstraintsIn(certificate: Buffer): Buffer | null {
  const inside = (items: readonly DerItem[], tag: number): readonly DerItem[] => {
    const found = items.find((item) => item.tag === tag);
    return found === undefined ? [] : readDer(found.content);
  };
  const tbs = inside(inside(readDer(certificate), TAG.sequence), TAG.sequence);
  for (const extension of inside(inside(tbs, TAG.extensions), TAG.sequence)) {
    const [id, ...rest] = readDer(extension.content);
    if (id?.content.equals(NAME_CONSTRAINTS_OID_BYTES) === true) return rest.at(-1)?.content ?? null;
  }
  return null;
}

/** @returns the permitted DNS names; @throws when the bytes are not what encodeNameConstraints writes */
export function permittedDnsNames(value: Uint8Array): string[] {
  const outer = readDer(Buffer.from(value));
  const permitted = outer[0] === undefined ? [] : readDer(outer[0].content);
  const names: string[] = [];
  for (const subtree of permitted[0] === undefined ? [] : readDer(permitted[0].content)) {
    for (const base of readDer(subtree.content)) {
      if (base.tag === TAG.dnsName) names.push(base.content.toString('ascii'));
    }
  }
  return names;
}

export function permitsDns(permitted: readonly string[], name: string): boolean {
  const asked = name.toLowerCase().replace(/^\*\./, '');
  return permitted.some((base) => asked === base || asked.endsWith(`.${base}`));
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const size = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

interface DerItem {
  readonly tag: number;
  readonly content: Buffer;
}
function readDer(bytes: Buffer): DerItem[] {
  const items: DerItem[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes.readUInt8(at);
    let length = bytes.readUInt8(at + 1);
    let start = at + 2;
    if (length >= 0x80) {
      const octets = length & 0x7f;
      length = bytes.readUIntBE(start, octets);
      start += octets;
    }
    if (start + length > bytes.length) throw new RangeError('the certificate is cut short');
    items.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return items;
}

function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail = ''] = address.split('::');
  const groups = (text: string): number[] => (text === '' ? [] : text.split(':').map((group) => parseInt(group, 16)));
  const start = groups(head);
  const end = groups(tail);
  const all = [...start, ...Array<number>(8 - start.length - end.length).fill(0), ...end];
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 255]));
}

function maskBytes({ address, prefixBits }: Network): Buffer {
  const octets = isIPv4(address) ? 4 : 16;
  return Buffer.from(
    Array.from({ length: octets }, (_, at) => 0xff & ~(0xff >> Math.min(8, Math.max(0, prefixBits - at * 8)))),
  );
}
