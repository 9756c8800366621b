/** The four parts of a build: what each is made from and where it goes. No bundler here, so that launchers may ask cheaply. */
import path from 'node:path';
import { builtFingerprint, fingerprint } from './fingerprint.mjs';

const COMMON = ['package.json', 'package-lock.json', 'scripts/build.mjs', 'scripts/build'];
const CONTRACT = ['engine/control', 'engine/model', 'engine/events', 'engine/lib'];

export const PARTS = {
  main: { out: 'dist/main', needs: 'electron/main.ts', inputs: ['electron', ...CONTRACT, ...COMMON] },
  preload: { out: 'dist/preload', needs: 'electron/preload.ts', inputs: ['electron', ...CONTRACT, ...COMMON] },
  engine: { out: 'dist/engine', needs: 'engine/bin/serve.ts', inputs: ['engine', ...COMMON] },
  renderer: {
    out: 'dist/renderer',
    needs: 'renderer/index.html',
    inputs: ['renderer', 'assets', 'vite.config.mts', 'tsconfig.json', ...CONTRACT, ...COMMON],
  },
};

export const PART_NAMES = Object.keys(PARTS);

/** Whether the part in `dist` was built from the sources as they are now. */
export function isCurrent(root, name) {
  const { out, inputs } = PARTS[name];
  return builtFingerprint(path.join(root, out)) === fingerprint(root, inputs);
}
