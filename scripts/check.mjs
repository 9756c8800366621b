/**
 * `npm run check`: everything that can be said about the code without starting the product. Two steps run at a time.
 *   node scripts/check.mjs [--only lint,types]
 */
import { STEPS } from './check/steps.mjs';
import { continueUnderNode24, isMain, projectRoot } from './node24.mjs';

const AT_ONCE = 2;

function chosenSteps(args) {
  const at = args.indexOf('--only');
  if (at < 0) return STEPS;
  const names = (args[at + 1] ?? '').split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !STEPS.some((step) => step.name === name));
  if (unknown.length > 0)
    throw new Error(
      `no step is called "${unknown.join('", "')}". Steps are ${STEPS.map((step) => step.name).join(', ')}.`,
    );
  return STEPS.filter((step) => names.includes(step.name));
}

function report(step, result, seconds) {
  console.log(`  ${step.name.padEnd(20)} ${seconds.toFixed(1).padStart(6)} s  ${result.ok ? 'ok' : 'FAILED'}`);
  const warnings = result.output.split('\n').filter((line) => line.startsWith('warning: '));
  if (!result.ok) console.log(`${result.output.trimEnd()}\n`);
  else for (const line of warnings) console.log(`    ${line}`);
}

async function runSteps(steps) {
  const totals = { passed: 0, failed: 0 };
  const waiting = [...steps];
  const worker = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const started = performance.now();
      const result = await step.run(projectRoot);
      report(step, result, (performance.now() - started) / 1000);
      totals.passed += result.passed;
      totals.failed += result.failed;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return totals;
}

if (isMain(import.meta.url)) {
  await continueUnderNode24();
  try {
    const totals = await runSteps(chosenSteps(process.argv.slice(2)));
    console.log(`${totals.passed} passed, ${totals.failed} failed`);
    process.exitCode = totals.failed > 0 ? 1 : 0;
  } catch (error) {
    console.error(error.message);
    process.exitCode = 2;
  }
}
