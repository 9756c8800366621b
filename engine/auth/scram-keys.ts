/** Keys made from generated passwords, and proofs compared with them. RFC 5802 3, RFC 7677 3 */
import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import { saslPrepared } from '../lib/saslprep.ts';
import { MailError } from '../model/errors.ts';
import type { ScramKeys, ScramParameters, ScramProof, ScramSecret } from '../model/scram.ts';

/** RFC 7677 4 asks for 4096 at least; a generated password has 60 random bits, which no number of rounds adds to. */
export const SCRAM_ITERATIONS = 4096;
const OCTETS = 32;
const SALT_OCTETS = 16;

export function newScramParameters(): ScramParameters {
  return { salt: randomBytes(SALT_OCTETS), iterations: SCRAM_ITERATIONS };
}

/** About 2 ms on the calling thread: for making accounts and app passwords, never for a login. */
export function scramSecret(password: string, { salt, iterations }: ScramParameters): ScramSecret {
  const prepared = saslPrepared(password);
  if (prepared === null) throw new MailError('cannot', 'That can be no password.');
  const salted = pbkdf2Sync(prepared, salt, iterations, OCTETS, 'sha256');
  return { salt, iterations, storedKey: sha256(hmac(salted, 'Client Key')), serverKey: hmac(salted, 'Server Key') };
}

/** The proof is tried against each key. @returns the one that fits, and the server's signature by it; null when none does */
export function checkScramProof<Key extends ScramKeys>(
  keys: readonly Key[],
  { authMessage, clientProof }: ScramProof,
): { readonly key: Key; readonly serverSignature: Uint8Array } | null {
  let proven: { readonly key: Key; readonly serverSignature: Uint8Array } | null = null;
  for (const key of keys) {
    const { storedKey, serverKey } = key;
    const signed = hmac(storedKey, authMessage);
    if (signed.length !== clientProof.length) continue;
    const clientKey = signed.map((octet, at) => octet ^ (clientProof[at] ?? 0));
    if (timingSafeEqual(sha256(clientKey), storedKey)) proven = { key, serverSignature: hmac(serverKey, authMessage) };
  }
  return proven;
}

/** A salt for a login that has none, the same each time it is asked for, so that nobody learns which ones exist. */
export function fakeScramParameters(secret: Uint8Array, login: string): ScramParameters {
  return { salt: hmac(secret, login.toLowerCase()).subarray(0, SALT_OCTETS), iterations: SCRAM_ITERATIONS };
}

function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
function sha256(octets: Uint8Array): Buffer {
  return createHash('sha256').update(octets).digest();
}
