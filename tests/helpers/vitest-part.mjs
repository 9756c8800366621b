/**
 * Plays one part of `npm test` with vitest and ends with the line that the runner reads.
 *   node tests/helpers/vitest-part.mjs tests/store-contract [more folders ...]
 */
import { runVitest } from '../../scripts/test/vitest.mjs';
import { projectRoot } from '../../scripts/node24.mjs';

const folders = process.argv.slice(2);
if (folders.length === 0) {
  console.error('usage: vitest-part.mjs FOLDER...');
  process.exit(2);
}
const result = await runVitest(projectRoot, folders, { onOutput: (text) => process.stdout.write(text) });
if (result.skipped > 0) console.log(`${result.skipped} tests were skipped`);
console.log(`${result.passed} passed, ${result.failed} failed`);
process.exitCode = result.ok ? 0 : 1;
