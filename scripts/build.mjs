/**
 * Builds the four parts of the product with Vite: main and preload for the window, the engine, the renderer.
 *   node scripts/build.mjs [main|preload|engine|renderer ...] [--force] [--quiet]
 * A part whose sources are unchanged is left as it is. docs/decisions/0006-build-layout.md says what lies where.
 */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { engineEntries, threadUrls } from './build/engine-entries.mjs';
import { fingerprint } from './build/fingerprint.mjs';
import { withBuildLock } from './build/lock.mjs';
import { isCurrent, PART_NAMES, PARTS } from './build/parts.mjs';
import { continueUnderNode24, isMain, projectRoot } from './node24.mjs';

const NODE_MODULES = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];
const PRODUCTION = { 'process.env.NODE_ENV': '"production"' };

/** Main also loads in the test runtime, whose Node is 18; its few dependencies travel inside. */
const mainConfig = () => ({
  define: PRODUCTION,
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: 'electron/main.ts',
    target: 'node18',
    rolldownOptions: {
      external: ['electron', ...NODE_MODULES],
      output: { format: 'cjs', entryFileNames: 'main.cjs', codeSplitting: false },
    },
  },
});

/** A sandboxed preload has neither `module` nor `exports`: one self-contained script. */
const preloadConfig = () => ({
  define: PRODUCTION,
  build: {
    lib: { entry: 'electron/preload.ts', formats: ['cjs'], fileName: () => 'preload.cjs' },
    target: 'chrome114',
    rolldownOptions: {
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: 'preload.cjs', codeSplitting: false },
    },
  },
});

/** Packages with native code, which no bundler should touch. All others travel inside: hundreds of small files are slow to start from. */
const NATIVE = ['better-sqlite3', '@node-rs/argon2'];
const engineConfig = (root) => ({
  define: PRODUCTION,
  plugins: [threadUrls()],
  ssr: { noExternal: true, external: NATIVE, target: 'node' },
  build: {
    ssr: true,
    target: 'node24',
    rolldownOptions: {
      input: engineEntries(root),
      external: [...NATIVE, ...NODE_MODULES],
      output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'shared-[hash].mjs' },
    },
  },
});

const nodePart = (root, config, outDir) => ({
  configFile: false,
  root,
  publicDir: false,
  logLevel: 'warn',
  ...config,
  build: {
    minify: false,
    sourcemap: false,
    reportCompressedSize: false,
    copyPublicDir: false,
    ...config.build,
    outDir,
    emptyOutDir: true,
  },
});

const CONFIGS = { main: mainConfig, preload: preloadConfig, engine: engineConfig };

async function buildPart(root, name, vite) {
  const { out, inputs, needs } = PARTS[name];
  if (!existsSync(path.join(root, needs))) throw new Error(`${name} cannot be built: ${needs} is missing`);
  // Taken before the build: a file changed meanwhile makes the part outdated again.
  const from = fingerprint(root, inputs);
  const fresh = path.join(root, `${out}.new`);
  await rm(fresh, { recursive: true, force: true });
  if (name === 'renderer') {
    const configFile = path.join(root, 'vite.config.mts');
    await vite.build({ configFile, root: path.join(root, 'renderer'), logLevel: 'warn', build: { outDir: fresh } });
  } else {
    await vite.build(nodePart(root, CONFIGS[name](root), fresh));
  }
  await writeFile(path.join(fresh, '.built-from'), from);
  // Swapped in whole: an engine that serves the old screens meanwhile never sees half a folder.
  await rm(path.join(root, out), { recursive: true, force: true });
  await rename(fresh, path.join(root, out));
}

/** Builds the named parts that are outdated (all with `force`); `say` gets one line per part. Throws the bundler's error. */
export async function buildParts(names, { root = projectRoot, force = false, say = () => {} } = {}) {
  const due = () => names.filter((name) => force || !isCurrent(root, name));
  if (due().length === 0) return;
  await mkdir(path.join(root, 'dist'), { recursive: true });
  await withBuildLock(root, async () => {
    const vite = await import('vite');
    for (const name of due()) {
      const started = performance.now();
      await buildPart(root, name, vite);
      say(`built ${name} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
    }
  });
}

async function main() {
  await continueUnderNode24();
  const args = process.argv.slice(2);
  const flags = args.filter((arg) => arg.startsWith('--'));
  const names = args.filter((arg) => !arg.startsWith('--'));
  const unknown = [
    ...names.filter((name) => !(name in PARTS)),
    ...flags.filter((flag) => !['--force', '--quiet'].includes(flag)),
  ];
  if (unknown.length > 0) {
    console.error(`unknown: ${unknown.join(' ')}. Parts are ${PART_NAMES.join(', ')}; flags are --force and --quiet.`);
    process.exitCode = 2;
    return;
  }
  const say = flags.includes('--quiet') ? () => {} : (line) => console.log(line);
  await buildParts(names.length > 0 ? names : PART_NAMES, { force: flags.includes('--force'), say });
}

if (isMain(import.meta.url)) {
  try {
    await main();
  } catch (error) {
    console.error(`the build failed: ${error.message}`);
    process.exitCode = 1;
  }
}
