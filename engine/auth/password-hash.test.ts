import { expect, test } from 'vitest';
import { createPasswordHasher } from './password-hash.ts';
import { firstPassword } from './first-password.ts';

const hasher = createPasswordHasher(2);

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
