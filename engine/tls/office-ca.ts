/**
 * The office's own certificate authority: an EC root that devices can trust because it can speak only for this server's names, names
 * of the local network and private addresses. RFC 5280 4.2.1
 */
import { createPrivateKey, randomBytes, webcrypto, X509Certificate as NodeCertificate } from 'node:crypto';
import { getDomain } from 'tldts';
import type { UnixMs } from '../model/ids.ts';
import {
  encodeNameConstraints,
  NAME_CONSTRAINTS_OID,
  nameConstraintsIn,
  permitsDns,
  permittedDnsNames,
  PRIVATE_NETWORKS,
} from './name-constraints.ts';

export interface OfficeCa {
  readonly certificatePem: string;
  readonly keyPem: string;
  readonly notAfter: UnixMs;
  /** SHA-256, colons between the octets. */
  readonly fingerprint: string;
  /** DNS names it may speak for, each with everything below. */
  readonly permitted: readonly string[];
  permits(dnsName: string): boolean;
}
export const EC_ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const LOCAL_NAMES = ['local', 'localhost', 'home.arpa'];
const DAY_MS = 86_400_000;
const LIFETIME_MS = 3_650 * DAY_MS;
/** For devices whose clock is behind. */
export const BACKDATE_MS = DAY_MS;

/** Read when a certificate is to be made, which is once in a year: it is the largest library that a start would wait for. */
export async function x509Library(): Promise<typeof import('@peculiar/x509')> {
  const x509 = await import('@peculiar/x509');
  x509.cryptoProvider.set(webcrypto as Crypto);
  return x509;
}

/** @param names DNS names that certificates of this CA shall carry: host name, names on the local network, mail domains */
export async function createOfficeCa(names: readonly string[], now: number): Promise<OfficeCa> {
  const x509 = await x509Library();
  const keys = await webcrypto.subtle.generateKey(EC_ALGORITHM, true, ['sign', 'verify']);
  const serial = randomSerial();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial,
    // The serial in the name keeps a device from mixing up two roots.
    name: [{ O: ['Postane'] }, { CN: [`Postane office CA ${serial.slice(0, 8)}`] }],
    notBefore: new Date(now - BACKDATE_MS),
    notAfter: new Date(now + LIFETIME_MS),
    signingAlgorithm: EC_ALGORITHM,
    keys: keys as CryptoKeyPair,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.Extension(
        NAME_CONSTRAINTS_OID,
        true,
        new Uint8Array(encodeNameConstraints({ dns: basesOf(names), networks: PRIVATE_NETWORKS })),
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey as CryptoKey),
    ],
  });
  return readOfficeCa(certificate.toString('pem'), await exportKey(keys.privateKey));
}

/** @throws when it is not a CA of ours: no certificate, no key, another key, no name constraints */
export function readOfficeCa(certificatePem: string, keyPem: string): OfficeCa {
  const certificate = new NodeCertificate(certificatePem);
  const constraints = nameConstraintsIn(certificate.raw);
  if (constraints === null) throw new Error('the office CA has no name constraints');
  if (!certificate.checkPrivateKey(createPrivateKey(keyPem))) {
    throw new Error('the key beside the office CA belongs to another certificate');
  }
  const permitted = permittedDnsNames(constraints);
  return {
    certificatePem: certificate.toString(),
    keyPem,
    notAfter: certificate.validToDate.getTime() as UnixMs,
    fingerprint: fingerprintOf(certificatePem),
    permitted,
    permits: (name) => permitsDns(permitted, name),
  };
}

/** A public name opens its whole registrable domain, so that mail., imap. and autoconfig. need no second root. */
function basesOf(names: readonly string[]): string[] {
  const bases = names.map((name) => {
    const bare = name.toLowerCase().replace(/^\*\./, '');
    return getDomain(bare, { allowPrivateDomains: true }) ?? bare;
  });
  const all = [...new Set([...LOCAL_NAMES, ...bases])];
  return all.filter((base) => !all.some((other) => other !== base && base.endsWith(`.${other}`)));
}

/** @returns 16 octets in hex, positive and never 0 */
export function randomSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return bytes.toString('hex');
}

export async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', key);
  return createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString();
}

export function fingerprintOf(certificatePem: string): string {
  return new NodeCertificate(certificatePem).fingerprint256;
}
