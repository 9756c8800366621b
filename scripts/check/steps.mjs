/** The steps of `npm run check`: each a name and a run that says whether all is well, how many things it counts as, and why not. */
import path from 'node:path';
import { findNode24 } from '../node24.mjs';
import { runProcess } from '../run/process.mjs';
import { runVitest } from '../test/vitest.mjs';

const UNIT_FOLDERS = ['engine', 'electron', 'renderer', 'tests/unit'];

/** A step that is a program under Node 24, relative to the project; it is well when it ends with 0. */
const program =
  (...args) =>
  async (root) => {
    const run = await runProcess(findNode24(root), [path.join(root, args[0]), ...args.slice(1)], { cwd: root });
    const ok = run.code === 0;
    return { ok, passed: ok ? 1 : 0, failed: ok ? 0 : 1, output: run.output };
  };

/** Heaviest first, so that two at a time end together. */
export const STEPS = [
  { name: 'lint', run: program('node_modules/eslint/bin/eslint.js', '.') },
  { name: 'unit tests', run: (root) => runVitest(root, UNIT_FOLDERS, { reporter: 'dot' }) },
  { name: 'types', run: program('node_modules/typescript7/bin/tsc', '-p', 'tsconfig.json', '--noEmit') },
  {
    name: 'types in Electron 25',
    run: program('node_modules/typescript7/bin/tsc', '-p', 'tsconfig.electron25.json', '--noEmit'),
  },
  { name: 'format', run: program('node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.') },
  { name: 'layers', run: program('scripts/check/layers.mjs') },
  { name: 'file sizes', run: program('scripts/check/file-sizes.mjs') },
  { name: 'RFC index', run: program('scripts/rfc-coverage.mjs') },
  { name: 'translations', run: program('scripts/check/translations.mjs') },
];
