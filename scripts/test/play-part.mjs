/** Plays one part of the tests: live progress in one line, its result from its last line, its whole output when it fails. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findNode24 } from '../node24.mjs';
import { runProcess } from '../run/process.mjs';

const HEARTBEAT_MS = 30_000;
const RESULT = /^(\d+) passed, (\d+) failed$/;

/** A part may take a loaded machine's time, not forever. */
const limitOf = (part) => Math.max(3 * part.budgetSeconds, 300) * 1000;

function progress(part) {
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(0);
  const live = process.stdout.isTTY;
  let last = '';
  const show = () => {
    if (live)
      process.stdout.write(
        `\r\x1b[K  ${part.name} ${seconds()} s  ${last.slice(0, Math.max(20, (process.stdout.columns ?? 80) - 30))}`,
      );
    else console.log(`  ... ${part.name}, ${seconds()} of ${part.budgetSeconds} s`);
  };
  const timer = setInterval(show, live ? 500 : HEARTBEAT_MS);
  return {
    output(text) {
      last =
        text
          .replace(/\x1b\[[0-9;]*m/g, '')
          .trim()
          .split('\n')
          .at(-1) ?? last;
    },
    end() {
      clearInterval(timer);
      if (live) process.stdout.write('\r\x1b[K');
    },
  };
}

/** What the part itself says, held against its exit code: neither may claim success alone. */
function readResult(run) {
  const lines = run.output.trimEnd().split('\n');
  const found = lines.map((line) => RESULT.exec(line.trim())).findLast(Boolean);
  if (!found)
    return { passed: 0, failed: 1, reason: run.timedOut ? 'it did not end in its time' : 'it gave no result' };
  const [passed, failed] = [Number(found[1]), Number(found[2])];
  if (run.code !== 0 && failed === 0) {
    return { passed, failed: 1, reason: run.timedOut ? 'it did not end in its time' : `it ended with ${run.code}` };
  }
  if (passed + failed === 0) return { passed, failed: 1, reason: 'it ran no test' };
  return { passed, failed };
}

/** The figures a part printed outlive the run: artefacts/test-output/<part>.txt. */
function keepOutput(root, part, output) {
  const folder = path.join(root, 'artefacts', 'test-output');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${part.name}.txt`), output);
}

/** { passed, failed, seconds, reason? } of the part. */
export async function playPart(root, part, full) {
  const [file, ...args] = (full && part.fullRun) || part.run;
  const shown = progress(part);
  const env = { ...process.env, ...(full ? { POSTANE_TEST_FULL: '1' } : {}) };
  const run = await runProcess(findNode24(root), [path.join(root, file), ...args], {
    cwd: root,
    env,
    limitMs: limitOf(part) * (full ? 10 : 1),
    onOutput: (text) => shown.output(text),
  });
  shown.end();
  keepOutput(root, part, run.output);
  const result = { ...readResult(run), seconds: run.seconds };
  if (result.failed > 0) console.log(`--- output of ${part.name}\n${run.output.trimEnd()}\n--- end of ${part.name}`);
  return result;
}
