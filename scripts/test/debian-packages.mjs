/** The programs of Debian that the tests talk to. As root they are installed; otherwise the caller learns which are missing. */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { runProcess } from '../run/process.mjs';

const POLICY = '/usr/sbin/policy-rc.d';
const INSTALL_LIMIT_MS = 600_000;
const PRESEED = 'postfix postfix/main_mailer_type select No configuration\n';

const isRoot = () => process.getuid?.() === 0;

/** The packages among `wanted` that are not installed; all of them where there is no dpkg. */
export function missingPackages(wanted) {
  if (wanted.length === 0) return [];
  const query = spawnSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...wanted], {
    encoding: 'utf8',
  });
  const installed = new Set(
    (query.stdout ?? '')
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return wanted.filter((name) => !installed.has(name));
}

/** The command with which a person brings them. */
export const installCommand = (packages) =>
  `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;

/** Runs `work` while freshly installed daemons may not start: a Postfix on port 25 is not ours to run. */
async function withoutDaemons(work) {
  if (existsSync(POLICY)) return work();
  writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return await work();
  } finally {
    rmSync(POLICY, { force: true });
  }
}

async function install(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('debconf-set-selections', { input: PRESEED, env });
  const update = await runProcess('apt-get', ['update', '-q'], { env, limitMs: INSTALL_LIMIT_MS });
  const args = ['install', '-y', '-q', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', ...packages];
  const run = await runProcess('apt-get', args, { env, limitMs: INSTALL_LIMIT_MS });
  return run.code === 0 ? '' : `${update.code === 0 ? '' : update.output}${run.output}`;
}

/** Brings what is missing when that is possible. Returns the packages that are still missing; `say` gets reason and cure. */
export async function ensurePackages(wanted, say) {
  const missing = missingPackages(wanted);
  if (missing.length === 0) return [];
  if (!isRoot() || !existsSync('/usr/bin/apt-get')) {
    say(`missing Debian packages: ${missing.join(' ')}\n  as root, run: ${installCommand(missing)}`);
    return missing;
  }
  const started = performance.now();
  say(`installing Debian packages: ${missing.join(' ')} ...`);
  const failure = await withoutDaemons(() => install(missing));
  const left = missingPackages(missing);
  if (left.length === 0) say(`installed in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  else say(`${failure.trimEnd()}\nstill missing: ${left.join(' ')}\n  as root, run: ${installCommand(left)}`);
  return left;
}
