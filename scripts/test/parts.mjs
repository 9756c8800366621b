/**
 * The parts of `npm test`: the check, and every tests/<part>/part.json:
 *   { "name", "order", "budgetSeconds", "run": [program under Node 24 and its arguments, relative to the project],
 *     "fullRun"?: the same for --full, "debian"?: [packages], "needsBuild"?: boolean }
 * A part ends its output with the line `N passed, N failed`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const CHECK = {
  name: 'check',
  order: 0,
  budgetSeconds: 150,
  run: ['scripts/check.mjs'],
  debian: [],
  needsBuild: false,
};

const isTextList = (value) => Array.isArray(value) && value.every((item) => typeof item === 'string');

function readPart(file) {
  const part = JSON.parse(readFileSync(file, 'utf8'));
  const wrong = [
    typeof part.name === 'string' ? null : '"name" must be a text',
    Number.isFinite(part.order) ? null : '"order" must be a number',
    part.budgetSeconds > 0 ? null : '"budgetSeconds" must be a number over 0',
    isTextList(part.run) && part.run.length > 0 ? null : '"run" must be a list of texts',
    part.fullRun === undefined || isTextList(part.fullRun) ? null : '"fullRun" must be a list of texts',
    part.debian === undefined || isTextList(part.debian) ? null : '"debian" must be a list of package names',
  ].filter(Boolean);
  if (wrong.length > 0) throw new Error(`${file}: ${wrong.join('; ')}`);
  return { debian: [], needsBuild: false, ...part };
}

/** All parts in the order in which they run. Throws on a part.json that is not one. */
export function findParts(root) {
  const tests = path.join(root, 'tests');
  const files = existsSync(tests) ? readdirSync(tests).map((folder) => path.join(tests, folder, 'part.json')) : [];
  const parts = [CHECK, ...files.filter((file) => existsSync(file)).map(readPart)];
  return parts.sort((a, b) => a.order - b.order || a.name.localeCompare(b.name));
}

/** The named parts; an unknown name is an error that says which there are. */
export function chooseParts(parts, names) {
  if (!names) return parts;
  const unknown = names.filter((name) => !parts.some((part) => part.name === name));
  if (unknown.length > 0) {
    throw new Error(`no part is called ${unknown.join(', ')}. Parts are ${parts.map((part) => part.name).join(', ')}.`);
  }
  return parts.filter((part) => names.includes(part.name));
}
