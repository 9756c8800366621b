/**
 * Holds docs/rfc/index.tsv (number, yes|partial|no, title) and the head comments of the engine together: an RFC that rules a file
 * must be in the list, and one that the list claims must rule a file.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { filesUnder } from './build/fingerprint.mjs';
import { isMain, projectRoot } from './node24.mjs';

const STATES = ['yes', 'partial', 'no'];

/** RFC number (as text) to the files whose head comment names it. */
function ruledFiles(root) {
  const ruled = new Map();
  for (const file of filesUnder(root, 'engine').filter((name) => name.endsWith('.ts'))) {
    const head =
      /^\s*(\/\*[\s\S]*?\*\/|(?:\/\/[^\n]*\n)+)/.exec(readFileSync(path.join(root, file), 'utf8'))?.[1] ?? '';
    for (const [, number] of head.matchAll(/\bRFCs?[\s*-]*(\d{3,5})\b/g))
      ruled.set(number, [...(ruled.get(number) ?? []), file]);
  }
  return ruled;
}

function readIndex(root) {
  const errors = [];
  const index = new Map();
  const lines = readFileSync(path.join(root, 'docs', 'rfc', 'index.tsv'), 'utf8').split('\n');
  lines.forEach((line, at) => {
    if (line.trim() === '' || line.startsWith('#')) return;
    const [number, state, title] = line.split('\t');
    const where = `docs/rfc/index.tsv line ${at + 1}`;
    if (!/^\d+$/.test(number) || !STATES.includes(state) || !title)
      errors.push(`${where}: wanted number, ${STATES.join('|')}, title, between tabs`);
    else if (index.has(number)) errors.push(`${where}: RFC ${number} is listed twice`);
    else index.set(number, { state, title });
  });
  return { index, errors };
}

/** { count, errors, warnings }. */
export function checkRfcCoverage(root) {
  const { index, errors } = readIndex(root);
  const ruled = ruledFiles(root);
  for (const [number, files] of ruled) {
    if (!index.has(number))
      errors.push(`RFC ${number} rules ${files.slice(0, 3).join(', ')} but is not in docs/rfc/index.tsv`);
  }
  const unruled = [...index]
    .filter(([number, { state }]) => state !== 'no' && !ruled.has(number))
    .map(([number]) => number);
  const warnings =
    unruled.length > 0
      ? [`listed as yes or partial, but no engine file names them in its head: ${unruled.join(', ')}`]
      : [];
  return { count: index.size, errors, warnings };
}

if (isMain(import.meta.url)) {
  const { count, errors, warnings } = checkRfcCoverage(process.argv[2] ?? projectRoot);
  for (const line of warnings) console.log(`warning: ${line}`);
  for (const line of errors) console.log(`error: ${line}`);
  console.log(`${count} RFCs in the index`);
  process.exitCode = errors.length > 0 ? 1 : 0;
}
