/** What the finding of a runtime asks about files. */
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

export const isFile = (file) => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;

/** Text of a small file, or undefined when there is no such file. */
export function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** Electron puts a file `version` beside its binary. */
export const versionNextTo = (binary) => readIfThere(path.join(path.dirname(binary), 'version'))?.replace(/^v/, '');

export async function digestOf(file, algorithm, encoding) {
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest(encoding);
}

/** `npm ci` empties node_modules, so a runtime kept here never outlives the packages that it was found with. */
export const cacheFolder = (root) => path.join(root, 'node_modules', '.cache', 'postane-electron');

/** The line of a program's output that most likely says why it failed. */
export function tellingLine(output) {
  const lines = output.trim().split('\n').filter(Boolean);
  return lines.find((line) => /error|failed/i.test(line)) ?? lines.at(-1) ?? 'no output';
}
