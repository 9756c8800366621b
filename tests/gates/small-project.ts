/** A small project of its own in a temporary folder, with our rules and our scripts, in which a breach can be planted. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const projectRoot = path.resolve(import.meta.dirname, '../..');
const RULES = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.electron25.json',
  'eslint.config.mjs',
  '.dependency-cruiser.cjs',
  '.prettierrc.json',
  '.prettierignore',
  'vite.config.mts',
  'vitest.config.mts',
  'scripts',
];

/** Clean by every rule: two layers, one test, two languages, one RFC. */
const CLEAN: Readonly<Record<string, string>> = {
  'engine/lib/double.ts': `/** Doubles a number. */\nexport const double = (value: number): number => value * 2;\n`,
  'engine/lib/double.test.ts': `import { expect, test } from 'vitest';\nimport { double } from './double.ts';\n\ntest('doubles', () => expect(double(2)).toBe(4));\n`,
  'engine/model/letter.ts': `/** A letter (RFC 5322). */\nexport interface Letter {\n  readonly subject: string;\n}\n`,
  'engine/store/letters.ts': `/** Keeps letters. */\nimport type { Letter } from '../model/letter.ts';\n\nexport const subjects = (letters: readonly Letter[]): string[] => letters.map((letter) => letter.subject);\n`,
  'electron/names.ts': `/** What the window is called. */\nexport const windowTitle = 'Postane';\n`,
  'renderer/i18n/en.ts': `export const en = { hello: 'Hello {{name}}', menu: { quit: 'Quit' } };\n`,
  'renderer/i18n/tr.ts': `export const tr = { hello: 'Merhaba {{name}}', menu: { quit: 'Çık' } };\n`,
  'docs/rfc/index.tsv': `5322\tyes\tInternet Message Format\n`,
};

export interface SmallProject {
  readonly root: string;
  /** Writes a file; folders are made. */
  write(file: string, text: string): void;
  /** Runs one step of `npm run check` as people do. */
  check(step: string): Promise<{ readonly code: number | null; readonly output: string }>;
  /** Runs one of the project's scripts under this Node. */
  script(args: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }>;
  remove(): void;
}

async function run(root: string, args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (output += piece.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

export function smallProject(): SmallProject {
  const root = mkdtempSync(path.join(tmpdir(), 'postane-gates-'));
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  for (const name of RULES) cpSync(path.join(projectRoot, name), path.join(root, name), { recursive: true });
  symlinkSync(path.join(projectRoot, 'node_modules'), path.join(root, 'node_modules'), 'dir');
  for (const [file, text] of Object.entries(CLEAN)) write(file, text);
  return {
    root,
    write,
    check: (step) => run(root, ['scripts/check.mjs', '--only', step]),
    script: (args) => run(root, args),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
