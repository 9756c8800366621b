#!/usr/bin/env node
// `npm run bench`: installs the peers (Debian, root), then measures Postane beside them in one run. More options go to side-by-side.sh;
// without any a quick look of some ten minutes is taken. Environment: see side-by-side.sh.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { findNode24, projectRoot } from '../scripts/node24.mjs';

const run = (file, args, env = {}) => {
  const done = spawnSync('bash', [path.join(projectRoot, 'bench', file), ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (done.status !== 0) process.exit(done.status ?? 1);
};
const options = process.argv.slice(2);
run('peers/install.sh', []);
run('side-by-side.sh', [projectRoot, ...(options.length > 0 ? options : ['--scale', '0.1', '--big', '10000'])], {
  NODE: findNode24(),
});
