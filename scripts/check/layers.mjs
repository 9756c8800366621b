/** Layer rules by dependency-cruiser. It reports success over no modules at all, so the number of modules is checked as well. */
import path from 'node:path';
import { findNode24, isMain, projectRoot } from '../node24.mjs';
import { existsSync } from 'node:fs';
import { runProcess } from '../run/process.mjs';

const FOLDERS = ['engine', 'electron', 'renderer'];

const sentence = ({ rule, from, to, cycle, comment }) => {
  const way = cycle?.length ? [from, ...cycle.map((step) => step.name)].join(' -> ') : `${from} -> ${to}`;
  return `${rule.name}: ${way}${comment ? ` (${comment})` : ''}`;
};

/** { modules, errors }: how many modules were seen and one sentence per breach. */
export async function checkLayers(root) {
  const program = path.join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
  const folders = FOLDERS.filter((folder) => existsSync(path.join(root, folder)));
  const args = [program, ...folders, '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  const run = await runProcess(findNode24(root), args, { cwd: root });
  if (!run.output.trimStart().startsWith('{'))
    return { modules: 0, errors: [`dependency-cruiser failed: ${run.output.trim()}`] };
  const { modules, summary } = JSON.parse(run.output);
  const own = modules.filter((module) => FOLDERS.some((folder) => module.source.startsWith(`${folder}/`)));
  const comments = new Map((summary.ruleSetUsed?.forbidden ?? []).map((rule) => [rule.name, rule.comment]));
  const errors = summary.violations.map((violation) =>
    sentence({ ...violation, comment: comments.get(violation.rule.name) }),
  );
  if (own.length === 0) errors.push('dependency-cruiser saw no modules: it checked nothing');
  return { modules: own.length, errors };
}

if (isMain(import.meta.url)) {
  const { modules, errors } = await checkLayers(process.argv[2] ?? projectRoot);
  for (const line of errors) console.log(`error: ${line}`);
  console.log(`${modules} modules`);
  process.exitCode = errors.length > 0 ? 1 : 0;
}
