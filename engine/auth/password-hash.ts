/**
 * Passwords as argon2id PHC strings. Text is prepared by SASLprep on both sides, so that one word typed on two keyboards is
 * one word. RFC 9106 4, RFC 4013
 */
import { randomBytes } from 'node:crypto';
import { createHashThreads, type HashThreads } from './hash-threads.ts';
import { saslPrepared } from '../lib/saslprep.ts';
import { MailError } from '../model/errors.ts';
import type { ScramParameters } from '../model/scram.ts';

const MAX_PASSWORD_CHARACTERS = 1024;

export interface PasswordHasher {
  /** @returns a PHC string; MailError `cannot` when the text can be no password (empty, too long, control characters) */
  hash(password: string): Promise<string>;
  /**
   * Costs the same for `null` (no such account), which never matches. MailError `unavailable` when too many wait.
   * @param first before others that wait
   */
  verify(passwordHash: string | null, password: string, first?: boolean): Promise<boolean>;
  /** StoredKey of a generated password, in about 2 ms (RFC 5802 3). MailError `unavailable` when too many wait. */
  storedKey(password: string, parameters: ScramParameters, first?: boolean): Promise<Uint8Array>;
}

/** @param threads each needs 19 MiB while it computes */
export function createPasswordHasher(threads: HashThreads = createHashThreads()): PasswordHasher {
  // What unknown accounts are compared with: a hash nobody knows the password of.
  let decoy: Promise<string> | null = null;
  const hashed = async (password: string): Promise<string> =>
    String(await threads.run({ kind: 'hash', password }, true));
  return {
    async hash(password) {
      const prepared = prepare(password);
      if (prepared === null)
        throw new MailError(
          'cannot',
          'A password has 1 to 1024 characters and no control characters. Choose another one.',
        );
      return hashed(prepared);
    },
    async verify(passwordHash, password, first = false) {
      const prepared = prepare(password) ?? '';
      decoy ??= hashed(randomBytes(24).toString('base64')).catch((error: unknown) => {
        decoy = null;
        throw error;
      });
      const against = passwordHash ?? (await decoy);
      const matches = await threads.run({ kind: 'verify', passwordHash: against, password: prepared }, first);
      return matches === true && passwordHash !== null && prepared !== '';
    },
    async storedKey(password, parameters, first = false) {
      return Buffer.from(String(await threads.run({ kind: 'storedKey', parameters, password }, first)), 'base64');
    },
  };
}

/** @returns null when the text can be no password */
function prepare(password: string): string | null {
  if (password === '' || password.length > MAX_PASSWORD_CHARACTERS) return null;
  return saslPrepared(password);
}
