/** Key pairs for DKIM and the DNS record that publishes one. RFC 6376 3.6.1, RFC 8301 3.2 */
import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

export interface DkimKeyPair {
  readonly selector: string;
  /** PKCS #8. */
  readonly privateKeyPem: string;
  /** Base64 of the SubjectPublicKeyInfo: `p=` of the record. */
  readonly publicKey: string;
}
const RSA_BITS = 2048;

/** @param now Unix ms; the selector carries the day, so that a later key gets another name */
export async function makeDkimKey(now: number): Promise<DkimKeyPair> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: RSA_BITS,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const day = new Date(now).toISOString().slice(0, 10).replaceAll('-', '');
  return { selector: `p${day}`, privateKeyPem: privateKey, publicKey: publicKey.toString('base64') };
}

export const dkimRecordName = (selector: string, domain: string): string => `${selector}._domainkey.${domain}`;
export const dkimRecordValue = (publicKey: string): string => `v=DKIM1; k=rsa; p=${publicKey}`;
