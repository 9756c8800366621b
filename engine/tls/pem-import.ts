/** Checks a certificate that the owner brings, each failure with its sentence, and puts its chain in order. RFC 7468, RFC 8446 4.4.2 */
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { MailError } from '../model/errors.ts';
import { readServerCertificate, type ServerCertificate } from './server-certificate.ts';

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;
const SERVER_AUTH_OID = '1.3.6.1.5.5.7.3.1';
const LEAST_RSA_BITS = 2048;

/** @throws MailError `cannot` with what is wrong and what would be right */
export function readImportedPem(
  certificateText: string,
  keyText: string,
  hostName: string,
  now: number,
): ServerCertificate {
  const certificates = readCertificates(certificateText);
  const key = readKey(keyText);
  const own = certificates.find((certificate) => certificate.checkPrivateKey(key));
  if (own === undefined) {
    throw wrong('the key does not belong to this certificate; choose the key file that was made together with it');
  }
  checkUse(own, key, hostName, now);
  const chain = inOrder(own, certificates);
  const certificatePem = chain.map((certificate) => certificate.toString()).join('');
  return readServerCertificate(certificatePem, key.export({ format: 'pem', type: 'pkcs8' }).toString());
}

const wrong = (sentence: string, cause?: unknown): MailError => new MailError('cannot', sentence, { cause });

function blocks(text: string, kind: RegExp): string[] {
  return [...text.matchAll(BLOCK)].filter((match) => kind.test(match[1] ?? '')).map((match) => match[0]);
}

function readCertificates(text: string): X509Certificate[] {
  const found = blocks(text, /^(X509 |TRUSTED )?CERTIFICATE$/);
  if (found.length === 0) {
    throw wrong('there is no certificate in the file; it should have a line -----BEGIN CERTIFICATE-----');
  }
  return found.map((pem, at) => {
    try {
      return new X509Certificate(pem);
    } catch (cause) {
      throw wrong(`certificate ${at + 1} of the file cannot be read; copy the whole file again`, cause);
    }
  });
}

function readKey(text: string): KeyObject {
  const pem = blocks(text, /PRIVATE KEY$/)[0];
  if (pem === undefined)
    throw wrong('there is no private key in the file; it should have a line -----BEGIN PRIVATE KEY-----');
  if (/ENCRYPTED/.test(pem)) {
    throw wrong(
      'the private key is protected by a password; take the password off first: openssl pkey -in key.pem -out plain.pem',
    );
  }
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw wrong('the private key cannot be read; copy the whole file again', cause);
  }
}

function checkUse(own: X509Certificate, key: KeyObject, hostName: string, now: number): void {
  const day = (date: Date): string => date.toISOString().slice(0, 10);
  if (own.validToDate.getTime() <= now) {
    throw wrong(`the certificate ended on ${day(own.validToDate)}; get a new one from its issuer`);
  }
  if (own.validFromDate.getTime() > now) {
    throw wrong(`the certificate is valid only from ${day(own.validFromDate)} on; check this computer's clock`);
  }
  const { names } = readServerCertificate(own.toString(), '');
  if (names.length === 0)
    throw wrong('the certificate names no server (no subject alternative name); get one for your host name');
  if (own.checkHost(hostName, { subject: 'never' }) === undefined) {
    throw wrong(
      `the certificate is for ${names.join(', ')}, but this server is called ${hostName}; change the setting hostname or get a certificate for it`,
    );
  }
  if (own.keyUsage !== undefined && !own.keyUsage.includes(SERVER_AUTH_OID)) {
    throw wrong('the certificate is not made for servers; get a TLS server certificate');
  }
  const bits = key.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < LEAST_RSA_BITS) {
    throw wrong(
      `the RSA key has ${bits} bits, clients ask for ${LEAST_RSA_BITS} at least; get a certificate with a longer key`,
    );
  }
}

/** Own certificate, its issuer, and so on; a root at the end is left out, since clients have it. */
function inOrder(own: X509Certificate, all: readonly X509Certificate[]): X509Certificate[] {
  const chain = [own];
  for (let last = own; chain.length <= all.length;) {
    const issuer = all.find(
      (other) => !chain.includes(other) && last.checkIssued(other) && last.verify(other.publicKey),
    );
    if (issuer === undefined || issuer.checkIssued(issuer)) break;
    chain.push(issuer);
    last = issuer;
  }
  return chain;
}
