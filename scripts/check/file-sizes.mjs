/** No file over 400 lines; from 300 on it is named, because it will get there. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isMain, projectRoot } from '../node24.mjs';
import { sourceFiles } from './source-files.mjs';

const WARN_LINES = 300;
const MAX_LINES = 400;

const linesIn = (text) => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

/** { errors, warnings }: sentences, one per file. */
export function checkFileSizes(root) {
  const sized = sourceFiles(root).map((file) => ({
    file,
    lines: linesIn(readFileSync(path.join(root, file), 'utf8')),
  }));
  const say = ({ file, lines }) => `${file} has ${lines} lines, the limit is ${MAX_LINES}`;
  return {
    errors: sized.filter(({ lines }) => lines > MAX_LINES).map(say),
    warnings: sized.filter(({ lines }) => lines > WARN_LINES && lines <= MAX_LINES).map(say),
  };
}

if (isMain(import.meta.url)) {
  const { errors, warnings } = checkFileSizes(process.argv[2] ?? projectRoot);
  for (const line of warnings) console.log(`warning: ${line}`);
  for (const line of errors) console.log(`error: ${line}`);
  process.exitCode = errors.length > 0 ? 1 : 0;
}
