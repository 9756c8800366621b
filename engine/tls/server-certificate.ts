/** The server's certificate from the office CA: for its host name, its names and addresses on the local network. RFC 5280, RFC 9525 */
import { createPrivateKey, webcrypto, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { UnixMs } from '../model/ids.ts';
import { addressKind } from '../net/peer.ts';
import { BACKDATE_MS, EC_ALGORITHM, exportKey, randomSerial, x509Library, type OfficeCa } from './office-ca.ts';

export interface ServerNames {
  /** DNS names, the host name first. */
  readonly names: readonly string[];
  readonly addresses: readonly string[];
}
export interface ServerCertificate {
  /** Own certificate and, unless it is the root alone, its issuers. */
  readonly certificatePem: string;
  readonly keyPem: string;
  readonly names: readonly string[];
  readonly addresses: readonly string[];
  readonly notBefore: UnixMs;
  readonly notAfter: UnixMs;
}
const DAY_MS = 86_400_000;
/** Apple's devices refuse more than 825 days of a CA that the owner added, others frown on more than 398. */
const LIFETIME_MS = 397 * DAY_MS;
const RENEW_BEFORE_MS = 60 * DAY_MS;

/** Names and addresses that the CA may not speak for are left out: one of them would make devices refuse the whole certificate. */
export async function createServerCertificate(
  ca: OfficeCa,
  wanted: ServerNames,
  now: number,
): Promise<ServerCertificate> {
  const { names, addresses } = permittedNames(ca, wanted);
  const x509 = await x509Library();
  const keys = await webcrypto.subtle.generateKey(EC_ALGORITHM, true, ['sign', 'verify']);
  const issuer = new x509.X509Certificate(ca.certificatePem);
  const signingKey = await webcrypto.subtle.importKey(
    'pkcs8',
    createPrivateKey(ca.keyPem).export({ format: 'der', type: 'pkcs8' }),
    EC_ALGORITHM,
    false,
    ['sign'],
  );
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: randomSerial(),
    subject: [{ CN: [names[0] ?? addresses[0] ?? 'localhost'] }],
    issuer: issuer.subjectName,
    notBefore: new Date(now - BACKDATE_MS),
    notAfter: new Date(Math.min(now + LIFETIME_MS, ca.notAfter)),
    signingAlgorithm: EC_ALGORITHM,
    publicKey: keys.publicKey as CryptoKey,
    signingKey: signingKey as CryptoKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        ...names.map((value) => ({ type: 'dns' as const, value })),
        ...addresses.map((value) => ({ type: 'ip' as const, value })),
      ]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey as CryptoKey),
    ],
  });
  return readServerCertificate(certificate.toString('pem'), await exportKey(keys.privateKey));
}

/** @param certificatePem own certificate first */
export function readServerCertificate(certificatePem: string, keyPem: string): ServerCertificate {
  const certificate = new X509Certificate(certificatePem);
  const entries = (certificate.subjectAltName ?? '').split(', ');
  const valuesOf = (prefix: string): string[] =>
    entries.filter((entry) => entry.startsWith(prefix)).map((entry) => entry.slice(prefix.length));
  return {
    certificatePem,
    keyPem,
    names: valuesOf('DNS:').map((name) => name.toLowerCase()),
    addresses: valuesOf('IP Address:'),
    notBefore: certificate.validFromDate.getTime() as UnixMs,
    notAfter: certificate.validToDate.getTime() as UnixMs,
  };
}

/** Whether a certificate still says what it should: issued by this CA, all names there, not near its end. */
export function isUpToDate(certificate: ServerCertificate, ca: OfficeCa, wanted: ServerNames, now: number): boolean {
  const read = new X509Certificate(certificate.certificatePem);
  const { names, addresses } = permittedNames(ca, wanted);
  return (
    read.checkIssued(new X509Certificate(ca.certificatePem)) &&
    certificate.notAfter - now > Math.min(RENEW_BEFORE_MS, Math.max(0, ca.notAfter - now) / 2) &&
    certificate.names[0] === names[0] &&
    names.every((name) => certificate.names.includes(name)) &&
    addresses.every((address) => read.checkIP(address) !== undefined)
  );
}

function permittedNames(ca: OfficeCa, wanted: ServerNames): ServerNames {
  return {
    names: [...new Set(wanted.names.map((name) => name.toLowerCase()))].filter((name) => ca.permits(name)),
    addresses: [...new Set(wanted.addresses)].filter((address) => isIP(address) !== 0 && isPrivate(address)),
  };
}

function isPrivate(address: string): boolean {
  const kind = addressKind(address);
  return kind === 'loopback' || kind === 'private' || kind === 'linkLocal';
}
