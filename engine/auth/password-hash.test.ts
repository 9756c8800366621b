import { expect, test } from 'vitest';
import { createPasswordHasher } from './password-hash.ts';
import { readFile } from 'node:fs/promises';
import { MailError } from '../model/errors.ts';
import { createHashThreads } from './hash-threads.ts';
import { firstPassword } from './first-password.ts';

const hasher = createPasswordHasher();

test('a hash is argon2id at 19 MiB and two rounds, and salted', async () => {
  const [one, two] = await Promise.all([hasher.hash('correct horse'), hasher.hash('correct horse')]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(one).not.toBe(two);
  expect(await hasher.verify(one, 'correct horse')).toBe(true);
  expect(await hasher.verify(one, 'correct hors')).toBe(false);
});

test('a password is one whether typed composed or decomposed', async () => {
  const stored = await hasher.hash('şifre');
  expect(await hasher.verify(stored, 's\u0327ifre')).toBe(true);
});

test('what can be no password is refused and never matches', async () => {
  for (const bad of ['', 'a\u0000b', 'x'.repeat(2000)])
    await expect(hasher.hash(bad)).rejects.toMatchObject({ code: 'cannot' });
  const stored = await hasher.hash('real');
  expect(await hasher.verify(stored, '')).toBe(false);
  expect(await hasher.verify(stored, 'a\u0000b')).toBe(false);
});

test('an unknown account costs as much as a wrong password', async () => {
  const stored = await hasher.hash('real');
  await hasher.verify(null, 'warm up');
  const time = async (hash: string | null): Promise<number> => {
    const startedAt = performance.now();
    for (let i = 0; i < 4; i++) expect(await hasher.verify(hash, 'guess')).toBe(false);
    return performance.now() - startedAt;
  };
  const [known, unknown] = [await time(stored), await time(null)];
  expect(unknown).toBeGreaterThan(known / 3);
});

test('a first password is five groups without letters that are mistaken for others', () => {
  const seen = new Set(Array.from({ length: 200 }, () => firstPassword()));
  expect(seen.size).toBe(200);
  for (const password of seen)
    expect(password).toMatch(
      /^[bdfghklmnprstvyz][aeou][bdfghklmnprstvyz][aeou](-[bdfghklmnprstvyz][aeou][bdfghklmnprstvyz][aeou]){4}$/,
    );
});

test('what waits is bounded, who is known goes first, an idle thread ends and another takes over', async () => {
  const threads = createHashThreads({ threads: 1, mostWaiting: 3, idleMs: 50 });
  const bounded = createPasswordHasher(threads);
  const stored = await bounded.hash('real');
  expect(await bounded.verify(null, 'x')).toBe(false);
  const order: string[] = [];
  const verify = (name: string, first: boolean): Promise<unknown> =>
    bounded.verify(stored, 'real', first).then(
      () => order.push(name),
      (error: unknown) => order.push(`${name} ${error instanceof MailError ? error.code : 'bug'}`),
    );
  const all = [verify('a', false), verify('b', false), verify('c', false), verify('known', true), verify('e', false)];
  await Promise.all(all);
  expect(order).toEqual(['e unavailable', 'a', 'known', 'b', 'c']);
  await new Promise((done) => setTimeout(done, 300));
  expect(await bounded.verify(stored, 'real')).toBe(true);
});

test('files are read while passwords are computed: the pool is not used', async () => {
  const busy = Array.from({ length: 20 }, () => hasher.hash('x'));
  const startedAt = performance.now();
  for (let i = 0; i < 20; i += 1) await readFile(import.meta.filename);
  const readMs = performance.now() - startedAt;
  const doneFirst = await Promise.race([Promise.all(busy).then(() => 'hashes'), Promise.resolve('files')]);
  expect(doneFirst).toBe('files');
  await Promise.all(busy);
  expect(readMs).toBeLessThan(performance.now() - startedAt);
});
