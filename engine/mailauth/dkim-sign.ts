/** The DKIM-Signature of a letter, relaxed/relaxed, rsa-sha256, by the library; runs in the thread. RFC 6376 5, RFC 8301 3 */
import type { Readable } from 'node:stream';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';
import type { SignTask } from './auth-thread-messages.ts';

/** @returns the field with its CRLF; @throws when it cannot be signed: an unsigned letter is the caller's decision */
export async function signMessage(
  letter: Readable | Buffer,
  { domain, selector, privateKeyPem }: SignTask,
): Promise<string> {
  const how = { signingDomain: domain, selector, privateKey: privateKeyPem };
  const { signatures, errors } = await dkimSign(letter, {
    // Its type asks for one signature here, its code reads the list alone.
    ...how,
    signatureData: [how],
    canonicalization: 'relaxed/relaxed',
    algorithm: 'rsa-sha256',
    strict: true,
  });
  const [trouble] = errors;
  if (trouble !== undefined)
    throw new Error(`signing for ${domain} failed: ${trouble.err.message}`, { cause: trouble.err });
  if (signatures === '') throw new Error(`signing for ${domain} gave no signature`);
  return signatures;
}
