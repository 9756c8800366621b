/**
 * Makes what people install: `npm run package`. Builds, puts Node 24 beside the app, packs the Linux folder and the deb, reads the
 * fuses back from the packed program and prints sizes and seconds.
 *   --test-runtime   use the old Electron of the tests on purpose; what comes out is named so and is never a release
 *   --release        fail instead of falling back to it
 *   --quick          light compression, for tests
 */
import { FuseV1Options, FuseState, getCurrentFuseWire } from '@electron/fuses';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { buildParts } from './build.mjs';
import { PART_NAMES } from './build/parts.mjs';
import { resolveElectron } from './electron-runtime.mjs';
import { continueUnderNode24, findNode24, isMain, projectRoot } from './node24.mjs';
import { runProcess } from './run/process.mjs';

const LIMIT_MS = 15 * 60_000;
const FLAGS = ['--test-runtime', '--release', '--quick'];
/** Fuse and whether it must be on in the packed program. Old runtimes do not have the last one. */
const FUSES = [
  ['RunAsNode', false],
  ['EnableCookieEncryption', true],
  ['EnableNodeOptionsEnvironmentVariable', false],
  ['EnableNodeCliInspectArguments', false],
  ['EnableEmbeddedAsarIntegrityValidation', true],
  ['OnlyLoadAppFromAsar', true],
  ['GrantFileProtocolExtraPrivileges', false],
];
const FIRST_WITH_FILE_FUSE = 29;

const megabytes = (bytes) => `${(bytes / 1_000_000).toFixed(1)} MB`;
const folderBytes = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);

function stageNode(root) {
  const folder = path.join(root, 'dist', 'node');
  const file = path.join(folder, process.platform === 'win32' ? 'node.exe' : 'node');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  copyFileSync(findNode24(root), file);
  chmodSync(file, 0o755);
}

async function chooseRuntime(root, flags) {
  const electron = await resolveElectron({ root, realOnly: flags.has('--release') });
  if (electron.testOnly && !flags.has('--test-runtime')) {
    console.log(
      'THIS IS NO RELEASE: the current Electron cannot be downloaded here, so the old runtime of the tests is packed.',
    );
    console.log(
      'It has known security holes. Use the result for tests only; make releases with --release where the network allows.',
    );
  }
  return electron;
}

function builderArguments(electron, output, quick) {
  const old = Number.parseInt(electron.version, 10) < FIRST_WITH_FILE_FUSE;
  return [
    'node_modules/electron-builder/cli.js',
    '--publish=never',
    `-c.electronDist=${electron.dist}`,
    `-c.electronVersion=${electron.version}`,
    `-c.directories.output=${output}`,
    ...(electron.testOnly ? ['-c.artifactName=${name}_${version}_${arch}_TEST-RUNTIME.${ext}'] : []),
    ...(old ? [] : ['-c.electronFuses.grantFileProtocolExtraPrivileges=false']),
    ...(quick ? ['-c.deb.compression=gz'] : []),
  ];
}

async function pack(root, electron, output, quick) {
  const env = {
    ...process.env,
    CUSTOM_FPM_PATH: path.join(root, 'scripts', 'fpm-deb.mjs'),
    ...(quick ? { DEB_LEVEL: '1' } : {}),
  };
  const args = builderArguments(electron, output, quick);
  const run = await runProcess(findNode24(root), args, { cwd: root, env, limitMs: LIMIT_MS });
  if (run.code !== 0)
    throw new Error(
      `electron-builder ${run.timedOut ? 'took too long' : `failed (${run.code})`}:\n${run.output.replace(/ {9,}/g, ' ').trim()}`,
    );
}

/** The fuses as they are in the packed program; throws when one is not as it must be. */
async function checkFuses(program, electronVersion) {
  const wire = await getCurrentFuseWire(program);
  for (const [name, on] of FUSES) {
    const state = wire[FuseV1Options[name]];
    if (state === undefined && Number.parseInt(electronVersion, 10) < FIRST_WITH_FILE_FUSE) {
      console.log(`  fuse ${name}: not in Electron ${electronVersion}`);
      continue;
    }
    const isOn = state === FuseState.ENABLE;
    console.log(`  fuse ${name}: ${isOn ? 'on' : 'off'}`);
    if (isOn !== on) throw new Error(`the fuse ${name} is ${isOn ? 'on' : 'off'} in ${program} and must not be`);
  }
}

/** What was made: { folder, program, deb }. */
function findMade(root, output) {
  const made = path.join(root, output);
  const names = readdirSync(made);
  const folder = path.join(made, names.find((name) => name.endsWith('-unpacked')) ?? '');
  const program = path.join(folder, 'postane-desktop');
  if (!existsSync(program)) throw new Error(`electron-builder made no ${program}`);
  const deb = names.find((name) => name.endsWith('.deb'));
  return { folder, program, deb: deb && path.join(made, deb) };
}

/** Packs what `dist` holds. Returns { folder, program, deb }: the unpacked app, its executable, and the deb where one was made. */
export async function packBuilt(electron, { root = projectRoot, quick = false } = {}) {
  stageNode(root);
  const output = path.join('release', electron.testOnly ? 'test-runtime' : 'release');
  rmSync(path.join(root, output), { recursive: true, force: true });
  await pack(root, electron, output, quick);
  const made = findMade(root, output);
  await checkFuses(made.program, electron.version);
  console.log(`  ${path.relative(root, made.folder)}: ${megabytes(folderBytes(made.folder))}`);
  if (made.deb) console.log(`  ${path.relative(root, made.deb)}: ${megabytes(statSync(made.deb).size)}`);
  return made;
}

/** Builds and packs; returns what `packBuilt` does. */
export async function makePackage({ root = projectRoot, flags = new Set() } = {}) {
  const started = performance.now();
  const electron = await chooseRuntime(root, flags);
  console.log(electron.note);
  await buildParts(PART_NAMES, { root, say: (line) => console.log(line) });
  const made = await packBuilt(electron, { root, quick: flags.has('--quick') });
  console.log(`packed in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  if (electron.testOnly)
    console.log('FOR TESTS ONLY: it carries the old test runtime and must not be given to anybody.');
  return made;
}

async function main() {
  continueUnderNode24();
  const args = process.argv.slice(2);
  const unknown = args.filter((arg) => !FLAGS.includes(arg));
  if (unknown.length > 0) {
    console.error(`unknown: ${unknown.join(' ')}. The flags are ${FLAGS.join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  await makePackage({ flags: new Set(args) });
}

if (isMain(import.meta.url)) {
  try {
    await main();
  } catch (error) {
    console.error(`the package was not made: ${error.message}`);
    process.exitCode = 1;
  }
}
