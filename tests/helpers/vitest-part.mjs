/**
 * Plays one part of `npm test` with vitest and ends with the line that the runner reads.
 *   node tests/helpers/vitest-part.mjs [--serial] tests/store-contract [more folders ...]
 * --serial: one file after the other, for files that start whole programs or share one.
 */
import { runVitest } from '../../scripts/test/vitest.mjs';
import { projectRoot } from '../../scripts/node24.mjs';

const serial = process.argv.includes('--serial');
const folders = process.argv.slice(2).filter((word) => word !== '--serial');
if (folders.length === 0) {
  console.error('usage: vitest-part.mjs FOLDER...');
  process.exit(2);
}
const result = await runVitest(projectRoot, folders, { serial, onOutput: (text) => process.stdout.write(text) });
if (result.skipped > 0) console.log(`${result.skipped} tests were skipped`);
console.log(`${result.passed} passed, ${result.failed} failed`);
process.exitCode = result.ok ? 0 : 1;
