/** The runner of `npm test` believes no part alone: its line and its exit code must agree, and what did not run failed. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { smallProject, type SmallProject } from './small-project.ts';

let project: SmallProject;
beforeEach(() => {
  project = smallProject();
});
afterEach(() => project.remove());

function addPart(name: string, program: string, more: Readonly<Record<string, unknown>> = {}): void {
  project.write(`tests/${name}/run.mjs`, program);
  const part = { name, order: 20, budgetSeconds: 60, run: [`tests/${name}/run.mjs`, 'short'], ...more };
  project.write(`tests/${name}/part.json`, JSON.stringify(part));
}
async function play(...args: string[]): Promise<{ code: number | null; output: string; last: string | undefined }> {
  const { code, output } = await project.script(['scripts/test.mjs', ...args]);
  return { code, output, last: output.trimEnd().split('\n').at(-1) };
}

test('sums the tests of all parts, in order, and keeps a passing part short', async () => {
  addPart('second', `console.log('chatter of second');\nconsole.log('3 passed, 0 failed');\n`);
  addPart('first', `console.log('2 passed, 0 failed');\n`, { order: 10 });
  const { code, output, last } = await play('--only', 'second,first');
  expect(last).toBe('5 passed, 0 failed');
  expect(code).toBe(0);
  expect(output.indexOf('first  ')).toBeLessThan(output.indexOf('second  '));
  expect(output).not.toContain('chatter of second');
});

test.each([
  ['says nothing', `console.log('all is well');\n`, 'it gave no result', '0 passed, 1 failed'],
  [
    'says that all passed but ends with 3',
    `console.log('2 passed, 0 failed');\nprocess.exitCode = 3;\n`,
    'it ended with 3',
    '2 passed, 1 failed',
  ],
  ['runs no test', `console.log('0 passed, 0 failed');\n`, 'it ran no test', '0 passed, 1 failed'],
  [
    'fails one',
    `console.log('what went wrong');\nconsole.log('2 passed, 1 failed');\n`,
    'what went wrong',
    '2 passed, 1 failed',
  ],
])('a part that %s fails, and its output is shown', async (_, program, says, result) => {
  addPart('odd', program);
  const { code, output, last } = await play('--only', 'odd');
  expect(output).toContain(says);
  expect(output).toContain('--- output of odd');
  expect(last).toBe(result);
  expect(code).toBe(1);
});

test('a part over its budget is named and does not fail', async () => {
  addPart('slow', `setTimeout(() => console.log('1 passed, 0 failed'), 400);\n`, { budgetSeconds: 0.2 });
  const { code, output } = await play('--only', 'slow');
  expect(output).toContain('OVER ITS BUDGET');
  expect(code).toBe(0);
});

test('--full plays the full figures', async () => {
  const program = `console.log(process.argv[2], process.env.POSTANE_TEST_FULL);\nconsole.log(process.argv[2] === 'long' && process.env.POSTANE_TEST_FULL === '1' ? '1 passed, 0 failed' : '0 passed, 1 failed');\n`;
  addPart('lab', program, { fullRun: ['tests/lab/run.mjs', 'long'] });
  expect((await play('--only', 'lab', '--full')).last).toBe('1 passed, 0 failed');
  expect((await play('--only', 'lab')).last).toBe('0 passed, 1 failed');
});

test('a part that needs a build which fails does not run, the others do', async () => {
  addPart('built', `console.log('1 passed, 0 failed');\n`, { needsBuild: true });
  addPart('plain', `console.log('1 passed, 0 failed');\n`);
  const { code, output, last } = await play('--only', 'built,plain');
  expect(output).toContain('built did not run: the build failed');
  expect(last).toBe('1 passed, 1 failed');
  expect(code).toBe(1);
});

test('a wrong part name and a wrong part.json are named', async () => {
  addPart('one', '');
  expect((await play('--only', 'two')).output).toContain('no part is called two. Parts are check, one.');
  addPart('one', '', { budgetSeconds: 'long' });
  const { code, output } = await play('--list');
  expect(output).toContain('"budgetSeconds" must be a number over 0');
  expect(code).toBe(2);
});
