/** What ties a proof to one TLS connection, so that nobody in between can pass it on. RFC 9266, RFC 5929 4 */
import { createHash, type X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

const EXPORTER_OCTETS = 32;

/** Data by type, `{}` without TLS. The exporter is safe as it is only from TLS 1.3 on. RFC 9266 3 */
export function channelBindings(socket: Socket | TLSSocket): Readonly<Record<string, () => Uint8Array>> {
  if (!(socket instanceof TLSSocket)) return {};
  const endPoint = endPointHash(socket);
  return {
    ...(endPoint === null ? {} : { 'tls-server-end-point': () => endPoint }),
    ...(socket.getProtocol() === 'TLSv1.3'
      ? {
          'tls-exporter': () =>
            socket.exportKeyingMaterial(EXPORTER_OCTETS, 'EXPORTER-Channel-Binding', Buffer.alloc(0)),
        }
      : {}),
  };
}

/** Hash of our certificate by the function of its signature, SHA-256 for older ones; null where that function is not known. */
function endPointHash(socket: TLSSocket): Uint8Array | null {
  const certificate = socket.getX509Certificate();
  if (certificate === undefined) return null;
  const name = hashName(certificate);
  return name === null ? null : createHash(name).update(certificate.raw).digest();
}
function hashName(certificate: X509Certificate): string | null {
  const { signatureAlgorithm } = certificate as X509Certificate & { readonly signatureAlgorithm?: string };
  const found = /sha-?(1|224|256|384|512)|md5/i.exec(signatureAlgorithm ?? '');
  if (found === null) return null;
  const [word, bits] = found;
  return word.toLowerCase() === 'md5' || bits === '1' ? 'sha256' : `sha${bits}`;
}
