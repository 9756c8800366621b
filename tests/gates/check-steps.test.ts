/** Each gate of `npm run check` passes a clean project and stops a planted breach, saying where it is. */
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { smallProject, type SmallProject } from './small-project.ts';

let project: SmallProject;
beforeEach(() => {
  project = smallProject();
});
afterEach(() => project.remove());

interface Breach {
  readonly what: string;
  readonly step: string;
  readonly files: Readonly<Record<string, string>>;
  /** What the step must say, so that it failed for this reason and no other. */
  readonly says: readonly string[];
}

const lines = (count: number): string => `/** Long. */\n${'export {};\n'.repeat(count - 1)}`;

const BREACHES: readonly Breach[] = [
  {
    what: 'a grammar that reaches into a server',
    step: 'layers',
    files: {
      'engine/server/greet.ts': `/** Greets. */\nexport const greeting = 'hi';\n`,
      'engine/protocol/parse.ts': `/** Parses. */\nexport { greeting } from '../server/greet.ts';\n`,
    },
    says: ['layer-engine-protocol: engine/protocol/parse.ts -> engine/server/greet.ts'],
  },
  {
    what: 'a screen that reaches into the engine',
    step: 'layers',
    files: { 'renderer/app.ts': `/** App. */\nexport { double } from '../engine/lib/double.ts';\n` },
    says: ['renderer-sees-contract-only: renderer/app.ts -> engine/lib/double.ts'],
  },
  {
    what: 'I/O in a grammar',
    step: 'layers',
    files: { 'engine/protocol/read.ts': `/** Reads. */\nexport { readFileSync } from 'node:fs';\n` },
    says: ['grammar-is-pure: engine/protocol/read.ts -> fs'],
  },
  {
    what: 'SQLite outside its room',
    step: 'layers',
    files: {
      'engine/auth/look.ts': `/** Looks. */\nimport Database from 'better-sqlite3';\n\nexport const open = () => new Database(':memory:');\n`,
    },
    says: ['better-sqlite3-in-one-place: engine/auth/look.ts'],
  },
  {
    what: 'a cycle',
    step: 'layers',
    files: {
      'engine/lib/left.ts': `/** Left. */\nimport { right } from './right.ts';\n\nexport const left = (): number => right();\n`,
      'engine/lib/right.ts': `/** Right. */\nimport { left } from './left.ts';\n\nexport const right = (): number => left();\n`,
    },
    says: ['no-cycles', 'engine/lib/left.ts'],
  },
  {
    what: 'a file of 401 lines',
    step: 'file sizes',
    files: { 'engine/lib/long.ts': lines(401) },
    says: ['engine/lib/long.ts has 401 lines'],
  },
  {
    what: 'a text that Turkish lacks',
    step: 'translations',
    files: { 'renderer/i18n/tr.ts': `export const tr = { hello: 'Merhaba {{name}}', menu: {} };\n` },
    says: ['menu.quit is missing in tr.ts'],
  },
  {
    what: 'a placeholder that Turkish lacks',
    step: 'translations',
    files: { 'renderer/i18n/tr.ts': `export const tr = { hello: 'Merhaba', menu: { quit: 'Çık' } };\n` },
    says: ['hello has the placeholders name in en.ts and (none) in tr.ts'],
  },
  {
    what: 'an RFC that is not listed',
    step: 'RFC index',
    files: { 'engine/lib/quota.ts': `/** Quotas (RFC 9208). */\nexport const quota = 1;\n` },
    says: ['RFC 9208 rules engine/lib/quota.ts'],
  },
  {
    // One run for all: this step takes seconds.
    what: 'a lost promise, a swallowed error, Electron in a screen and an unhandled case',
    step: 'lint',
    files: {
      'engine/lib/lost.ts': `/** Loses. */\nexport function lose(work: () => Promise<void>): void {\n  work();\n}\n`,
      'engine/lib/calm.ts': `/** Calms. */\nexport function calm(work: () => void): void {\n  try {\n    work();\n  } catch {\n    // nothing to see here\n  }\n}\n`,
      'renderer/app.ts': `/** App. */\nexport { ipcRenderer } from 'electron';\n`,
      'engine/lib/turn.ts': `/** Turns. */\nexport function turn(way: 'left' | 'right'): number {\n  switch (way) {\n    case 'left':\n      return 1;\n  }\n  return 0;\n}\n`,
    },
    says: [
      'engine/lib/lost.ts',
      'no-floating-promises',
      'engine/lib/calm.ts',
      'A catch must rethrow, map or emit',
      'renderer/app.ts',
      'Only electron/ may speak to Electron',
      'engine/lib/turn.ts',
      'switch-exhaustiveness-check',
      '4 problems',
    ],
  },
  {
    what: 'a wrong type',
    step: 'types',
    files: { 'engine/lib/wrong.ts': `/** Wrong. */\nexport const wrong: number = 'text';\n` },
    says: ['engine/lib/wrong.ts(2,14)', 'TS2322'],
  },
  {
    what: 'what Electron 25 does not have',
    step: 'types in Electron 25',
    files: { 'electron/view.ts': `/** A view. */\nexport { WebContentsView } from 'electron';\n` },
    says: ['electron/view.ts', 'WebContentsView'],
  },
  {
    what: 'a careless format',
    step: 'format',
    files: { 'engine/lib/loose.ts': `/** Loose. */\nexport const loose = "a"\n` },
    says: ['engine/lib/loose.ts'],
  },
  {
    what: 'a failing unit test',
    step: 'unit tests',
    files: {
      'engine/lib/half.test.ts': `import { expect, test } from 'vitest';\n\ntest('halves', () => expect(1).toBe(2));\n`,
    },
    says: ['engine/lib/half.test.ts', '1 passed, 1 failed'],
  },
  {
    what: 'a test file that cannot be loaded',
    step: 'unit tests',
    files: { 'engine/lib/broken.test.ts': `import './nowhere.ts';\n` },
    says: ['engine/lib/broken.test.ts', '1 passed, 1 failed'],
  },
];

test.each(BREACHES)('$step stops $what', async ({ step, files, says }) => {
  for (const [file, text] of Object.entries(files)) project.write(file, text);
  const { code, output } = await project.check(step);
  for (const sentence of says) expect(output).toContain(sentence);
  expect(output.trimEnd().split('\n').at(-1)).toMatch(/^\d+ passed, 1 failed$/);
  expect(code).toBe(1);
});

test.each(['lint', 'types', 'format', 'layers', 'file sizes', 'RFC index', 'translations', 'unit tests'])(
  '%s passes a clean project',
  async (step) => {
    const { code, output } = await project.check(step);
    expect(output.trimEnd().split('\n').at(-1)).toBe('1 passed, 0 failed');
    expect(code).toBe(0);
  },
);

test('layers over no modules are no success', async () => {
  const empty = smallProject();
  try {
    for (const folder of ['engine', 'electron', 'renderer']) rmSync(`${empty.root}/${folder}`, { recursive: true });
    empty.write('tests/elsewhere.ts', 'export {};\n');
    empty.write('engine/notes.md', 'nothing to check');
    const { code, output } = await empty.check('layers');
    expect(output).toContain('it checked nothing');
    expect(code).toBe(1);
  } finally {
    empty.remove();
  }
});
