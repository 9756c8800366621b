/**
 * `npm test`: on a fresh clone brings packages, Node 24, a build and the Debian programs, then plays all parts in order.
 *   node scripts/test.mjs [--full] [--only part,part] [--list]
 * The last line is `N passed, N failed`. What could not run counts as failed and is named.
 */
import { ensureDependencies } from './run/dependencies.mjs';
import { findNode24, isMain, projectRoot } from './node24.mjs';
import { runProcess } from './run/process.mjs';
import { ensurePackages } from './test/debian-packages.mjs';
import { chooseParts, findParts } from './test/parts.mjs';
import { playPart } from './test/play-part.mjs';
import path from 'node:path';

const FLAGS = ['--full', '--only', '--list'];

function readArguments(args) {
  const at = args.indexOf('--only');
  const names = at < 0 ? undefined : (args[at + 1] ?? '').split(',').filter(Boolean);
  const unknown = args.filter((arg, index) => !FLAGS.includes(arg) && !(at >= 0 && index === at + 1));
  if (unknown.length > 0)
    throw new Error(`unknown: ${unknown.join(' ')}. Flags are --full, --only PART,PART and --list.`);
  return { full: args.includes('--full'), list: args.includes('--list'), names };
}

function printPlan(parts, full) {
  console.log(`${parts.length} parts${full ? ', full figures' : ''}:`);
  for (const part of parts) console.log(`  ${part.name.padEnd(16)} budget ${part.budgetSeconds} s`);
}

/** An empty text, or why nothing that needs a build can run. */
async function build() {
  const started = performance.now();
  const run = await runProcess(findNode24(), [path.join(projectRoot, 'scripts', 'build.mjs')], {
    cwd: projectRoot,
    limitMs: 300_000,
  });
  if (run.code !== 0) return run.output.trim() || `the build ended with ${run.code}`;
  console.log(`build ready after ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return '';
}

function hindrance(part, { missing, buildFailure }) {
  const lacking = part.debian.filter((name) => missing.includes(name));
  if (lacking.length > 0) return `missing Debian packages: ${lacking.join(' ')}`;
  if (part.needsBuild && buildFailure) return 'the build failed';
  return '';
}

async function play(parts, full) {
  const missing = await ensurePackages([...new Set(parts.flatMap((part) => part.debian))], (line) => console.log(line));
  const buildFailure = parts.some((part) => part.needsBuild) ? await build() : '';
  if (buildFailure) console.log(`the build failed:\n${buildFailure}`);
  const totals = { passed: 0, failed: 0, notes: [] };
  for (const part of parts) {
    const hindered = hindrance(part, { missing, buildFailure });
    if (hindered) {
      totals.failed += 1;
      totals.notes.push(`${part.name} did not run: ${hindered}`);
      console.log(`  ${part.name.padEnd(16)} did not run: ${hindered}`);
      continue;
    }
    const { passed, failed, seconds, reason } = await playPart(projectRoot, part, full);
    totals.passed += passed;
    totals.failed += failed;
    const over = !full && seconds > part.budgetSeconds ? ', OVER ITS BUDGET' : '';
    const time = `${seconds.toFixed(1).padStart(6)} of ${part.budgetSeconds} s`;
    console.log(
      `  ${part.name.padEnd(16)} ${time}${over}  ${passed} passed, ${failed} failed${reason ? ` (${reason})` : ''}`,
    );
    if (failed > 0) totals.notes.push(`${part.name} failed${reason ? `: ${reason}` : ''}`);
    if (over) totals.notes.push(`${part.name} took ${seconds.toFixed(0)} s, its budget is ${part.budgetSeconds} s`);
  }
  return totals;
}

async function main() {
  const { full, list, names } = readArguments(process.argv.slice(2));
  const parts = chooseParts(findParts(projectRoot), names);
  printPlan(parts, full);
  if (list) return;
  const started = performance.now();
  ensureDependencies(projectRoot, (line) => console.log(line));
  const totals = await play(parts, full);
  for (const note of totals.notes) console.log(`note: ${note}`);
  console.log(`all parts took ${((performance.now() - started) / 60_000).toFixed(1)} minutes`);
  console.log(`${totals.passed} passed, ${totals.failed} failed`);
  process.exitCode = totals.failed > 0 ? 1 : 0;
}

if (isMain(import.meta.url)) {
  try {
    await main();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 2;
  }
}
