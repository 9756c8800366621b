/**
 * Passwords as argon2id PHC strings, computed off the event loop, a bounded number at a time. Text is prepared by SASLprep
 * on both sides, so that one word typed on two keyboards is one word. RFC 9106 4, RFC 4013
 */
import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { saslPrepared } from '../lib/saslprep.ts';
import { MailError } from '../model/errors.ts';

// The library's default algorithm is argon2id.
const COST = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1, outputLen: 32 };
const MAX_PASSWORD_CHARACTERS = 1024;

export interface PasswordHasher {
  /** @returns a PHC string; MailError `cannot` when the text can be no password (empty, too long, control characters) */
  hash(password: string): Promise<string>;
  /** Costs the same for `null` (no such account), which never matches. */
  verify(passwordHash: string | null, password: string): Promise<boolean>;
}

/** @param concurrency computations at once; each needs 19 MiB and one thread of the pool */
export function createPasswordHasher(concurrency = 2): PasswordHasher {
  const inTurn = limited(concurrency);
  // What unknown accounts are compared with: a hash nobody knows the password of.
  let decoy: Promise<string> | null = null;
  return {
    async hash(password) {
      const prepared = prepare(password);
      if (prepared === null)
        throw new MailError(
          'cannot',
          'A password has 1 to 1024 characters and no control characters. Choose another one.',
        );
      return inTurn(() => hash(prepared, COST));
    },
    async verify(passwordHash, password) {
      const prepared = prepare(password) ?? '';
      decoy ??= inTurn(() => hash(randomBytes(24).toString('base64'), COST));
      const against = passwordHash ?? (await decoy);
      const matches = await inTurn(() => verify(against, prepared));
      return matches && passwordHash !== null && prepared !== '';
    },
  };
}

/** @returns null when the text can be no password */
function prepare(password: string): string | null {
  if (password === '' || password.length > MAX_PASSWORD_CHARACTERS) return null;
  return saslPrepared(password);
}

function limited(concurrency: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= concurrency) await new Promise<void>((go) => waiting.push(go));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
