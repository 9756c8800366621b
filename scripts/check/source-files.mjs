/** The project's own source files, as git would see them: what is ignored or generated is not ours to judge. */
import { readdirSync } from 'node:fs';
import path from 'node:path';

const FOLDERS = ['electron', 'engine', 'renderer', 'tests', 'scripts', 'bench', '.ci'];
const SOURCE = /\.(ts|tsx|mts|mjs|cjs|js|css)$/;

/** Paths relative to `root`, files at its top included. */
export function sourceFiles(root) {
  const top = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isFile());
  const below = FOLDERS.flatMap((folder) => listed(path.join(root, folder)));
  return [...top.map((entry) => path.join(root, entry.name)), ...below]
    .filter((file) => SOURCE.test(file) && !/(^|[\\/])(node_modules|dist)[\\/]/.test(path.relative(root, file)))
    .map((file) => path.relative(root, file))
    .sort();
}

function listed(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}
