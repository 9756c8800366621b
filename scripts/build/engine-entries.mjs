/**
 * Which engine files become files of their own in dist/engine, and how the built code finds them again.
 * Source names a thread by `new URL('./writer-thread.ts', import.meta.url)`; the build keeps all files in one flat folder under
 * their own names, so only the extension in that expression changes.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { filesUnder } from './fingerprint.mjs';

const THREAD_URL = /new URL\(\s*(['"`])(\.{1,2}\/[^'"`]+)\.ts\1\s*,\s*import\.meta\.url\s*,?\s*\)/g;

/** Name to source file: the programs in engine/bin and every file that some source names as a thread of its own. */
export function engineEntries(root) {
  const entries = new Map();
  const add = (file) => {
    const name = path.basename(file, '.ts');
    const known = entries.get(name);
    if (known && known !== file) throw new Error(`two engine entries are called ${name}: ${known} and ${file}`);
    entries.set(name, file);
  };
  for (const file of filesUnder(root, 'engine').filter((name) => name.endsWith('.ts'))) {
    if (path.dirname(file) === path.join('engine', 'bin')) add(file);
    for (const [, , target] of readFileSync(path.join(root, file), 'utf8').matchAll(THREAD_URL)) {
      add(path.join(path.dirname(file), `${target}.ts`));
    }
  }
  return Object.fromEntries(entries);
}

/** Bundler plugin: points each thread URL at the built file beside the running one. */
export function threadUrls() {
  return {
    name: 'postane-thread-urls',
    transform(code) {
      if (!code.includes('import.meta.url')) return null;
      const changed = code.replace(
        THREAD_URL,
        (_, quote, target) => `new URL(${quote}./${path.posix.basename(target)}.mjs${quote}, import.meta.url)`,
      );
      return changed === code ? null : { code: changed, map: null };
    },
  };
}
