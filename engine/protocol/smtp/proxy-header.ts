/** What a proxy says first about the client behind it: the PROXY protocol, versions 1 (text) and 2 (binary), and the address of XCLIENT. */
export type ProxyHeader =
  /** Not decided yet: more octets are needed. */
  | { readonly kind: 'more' }
  /** No header: these octets are the client's own. */
  | { readonly kind: 'none' }
  | { readonly kind: 'malformed' }
  /** `address`: null when the proxy speaks for itself or does not know. `octets`: length of the header. */
  | { readonly kind: 'header'; readonly address: string | null; readonly octets: number };

const TEXT = Buffer.from('PROXY ');
const BINARY = Buffer.from([0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a]);
const MAX_TEXT_OCTETS = 107;
const FIXED_OCTETS = 16;
const IPV4_OCTETS = 12;
const IPV6_OCTETS = 36;
const MALFORMED: ProxyHeader = { kind: 'malformed' };
const MORE: ProxyHeader = { kind: 'more' };

export function readProxyHeader(octets: Buffer): ProxyHeader {
  if (startsLike(octets, TEXT)) return octets.length < TEXT.length ? MORE : readText(octets);
  if (startsLike(octets, BINARY)) return octets.length < FIXED_OCTETS ? MORE : readBinary(octets);
  return { kind: 'none' };
}
function startsLike(octets: Buffer, start: Buffer): boolean {
  const length = Math.min(octets.length, start.length);
  return octets.subarray(0, length).equals(start.subarray(0, length));
}
function readText(octets: Buffer): ProxyHeader {
  const end = octets.indexOf('\r\n');
  if (end < 0) return octets.length >= MAX_TEXT_OCTETS ? MALFORMED : MORE;
  if (end + 2 > MAX_TEXT_OCTETS) return MALFORMED;
  const [, family, ...words] = octets.toString('latin1', 0, end).split(' ');
  const header = (address: string | null): ProxyHeader => ({ kind: 'header', address, octets: end + 2 });
  if (family === 'UNKNOWN') return header(null);
  const [source = '', target = '', sourcePort = '', targetPort = ''] = words;
  const isOfFamily = family === 'TCP4' ? isIpv4 : family === 'TCP6' ? isIpv6 : () => false;
  const isRight =
    words.length === 4 && isOfFamily(source) && isOfFamily(target) && isPort(sourcePort) && isPort(targetPort);
  return isRight ? header(source) : MALFORMED;
}
const isIpv4 = (text: string): boolean =>
  /^(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$/.test(text);
const isIpv6 = (text: string): boolean => /^[0-9a-f:.]+$/i.test(text) && URL.canParse(`http://[${text}]`);
const isPort = (text: string): boolean => /^(?:0|[1-9]\d{0,4})$/.test(text) && Number(text) <= 65_535;

function readBinary(octets: Buffer): ProxyHeader {
  const [command = 0, family = 0] = octets.subarray(12, 14);
  const length = octets.readUInt16BE(14);
  if (command !== 0x20 && command !== 0x21) return MALFORMED;
  if (octets.length < FIXED_OCTETS + length) return MORE;
  const header = (address: string | null): ProxyHeader => ({
    kind: 'header',
    address,
    octets: FIXED_OCTETS + length,
  });
  if (command === 0x20) return header(null);
  const body = octets.subarray(FIXED_OCTETS, FIXED_OCTETS + length);
  if (family === 0x11) return length < IPV4_OCTETS ? MALFORMED : header([...body.subarray(0, 4)].join('.'));
  if (family === 0x21) return length < IPV6_OCTETS ? MALFORMED : header(ipv6Of(body.subarray(0, 16)));
  return header(null);
}
function ipv6Of(octets: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, at) => octets.readUInt16BE(at * 2).toString(16));
  return groups.join(':');
}
/** An address that a proxy names by XCLIENT: `192.0.2.1` or `IPV6:2001:db8::1`; null when it is none. */
export function readXclientAddress(text: string): string | null {
  const address = text.replace(/^IPV6:/i, '');
  return isIpv4(address) || isIpv6(address) ? address : null;
}
