/** Runs vitest over folders and reads its result from its own report, never from its words. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findNode24 } from '../node24.mjs';
import { runProcess } from '../run/process.mjs';

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    // A vitest that died before its end leaves no report, or half a one; its exit code and output tell why.
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A suite that cannot be loaded has no tests to fail, but it failed. */
function countFailed(report) {
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  return report.numFailedTests + broken.length;
}

/** Returns { ok, passed, failed, skipped, output, seconds }. No test at all is a failure. */
export async function runVitest(root, folders, { limitMs, onOutput, env, reporter = 'default', serial = false } = {}) {
  const work = mkdtempSync(path.join(tmpdir(), 'postane-vitest-'));
  const file = path.join(work, 'report.json');
  try {
    // Whole paths: vitest looks for its filters anywhere in a file's path.
    const filters = folders.map((folder) => `${path.join(root, folder)}${path.sep}`);
    const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const args = [
      vitest,
      'run',
      '--root',
      root,
      `--reporter=${reporter}`,
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...(serial ? ['--no-file-parallelism'] : []),
      ...filters,
    ];
    const run = await runProcess(findNode24(root), args, {
      cwd: root,
      limitMs,
      onOutput,
      env: { ...process.env, ...env, NO_COLOR: '1' },
    });
    const report = readReport(file);
    const passed = report?.numPassedTests ?? 0;
    let failed = report ? countFailed(report) : 1;
    if (failed === 0 && (run.code !== 0 || passed === 0)) failed = 1;
    const skipped = report ? report.numPendingTests + (report.numTodoTests ?? 0) : 0;
    return { ok: failed === 0, passed, failed, skipped, output: run.output, seconds: run.seconds };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
