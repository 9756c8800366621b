/** Tells whether a built part still matches its sources: a digest over path, size and modification time of all inputs. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** Files under `relative` (a file or a folder), unit tests left out; a path that does not exist has none. */
export function filesUnder(root, relative) {
  const stat = statSync(path.join(root, relative), { throwIfNoEntry: false });
  if (!stat) return [];
  if (stat.isFile()) return [relative];
  return readdirSync(path.join(root, relative), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

/** Digest over the inputs; the same digest means that building again would give the same result. */
export function fingerprint(root, inputs) {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap((input) => filesUnder(root, input))) {
    const stat = statSync(path.join(root, file), { throwIfNoEntry: false });
    // A file that goes away while it is counted changes the digest, as it should.
    hash.update(stat ? `${file}\0${stat.size}\0${stat.mtimeMs}\n` : `${file}\0gone\n`);
  }
  return hash.digest('hex');
}

/** The digest that a part was built from, or null when it was never built. */
export function builtFingerprint(outDir) {
  try {
    return readFileSync(path.join(outDir, '.built-from'), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
