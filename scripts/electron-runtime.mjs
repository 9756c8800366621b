/**
 * Finds (or makes) an Electron binary that can be started here.
 *   node scripts/electron-runtime.mjs   path on stdout, one explaining line on stderr
 *     --json {path, dist, version, source, testOnly, note, tried}   --verify hash a cached test runtime before trusting it
 *     --real fail instead of taking the test runtime   --retry try the official download again   --clean make the test runtime anew
 * Order: $POSTANE_ELECTRON, the `electron` package's own binary (its download gets 20 s), last the test runtime.
 */
import path from 'node:path';
import { isFile, versionNextTo } from './electron/files.mjs';
import { officialElectron } from './electron/official.mjs';
import { TEST_RUNTIME, testRuntime } from './electron/test-runtime.mjs';
import { isMain, projectRoot } from './node24.mjs';

const OLDEST_SUPPORTED = 45;

const answer = (file, rest) => ({ path: file, dist: path.dirname(file), ...rest });

function fromEnvironment(named, tried) {
  const file = path.resolve(named);
  if (!isFile(file)) throw new Error(`POSTANE_ELECTRON names ${file}, which is no file`);
  const version = versionNextTo(file);
  const testOnly = version !== undefined && Number.parseInt(version, 10) < OLDEST_SUPPORTED;
  const note = `Electron ${version ?? '(version unknown)'} from POSTANE_ELECTRON${testOnly ? ': an old runtime, for tests only' : ''}`;
  return answer(file, { version, source: 'POSTANE_ELECTRON', testOnly, tried, note });
}

/** An Electron to start: { path, dist, version, source, testOnly, note, tried }. Throws with every reason when there is none. */
export async function resolveElectron({ root = projectRoot, env = process.env, realOnly = false, ...options } = {}) {
  const tried = [];
  if (env.POSTANE_ELECTRON) return fromEnvironment(env.POSTANE_ELECTRON, tried);
  const own = await officialElectron(root, options, tried);
  if (own) {
    const note = `Electron ${own.version} of the electron package`;
    return answer(own.file, { version: own.version, source: 'electron package', testOnly: false, tried, note });
  }
  if (realOnly) throw new Error(tried.join('; '));
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `${tried.join('; ')}; and the test runtime exists for linux x64 only, not ${process.platform} ${process.arch}`,
    );
  }
  const file = await testRuntime(root, options);
  const { electron, chrome, node, spec } = TEST_RUNTIME;
  const note = `OLD RUNTIME, FOR TESTS ONLY: Electron ${electron} (Chrome ${chrome}, Node ${node}) out of ${spec}; never ship it`;
  return answer(file, { version: electron, source: 'test runtime', testOnly: true, tried, note });
}

async function main() {
  const flags = new Set(process.argv.slice(2));
  const found = await resolveElectron({
    verify: flags.has('--verify'),
    realOnly: flags.has('--real'),
    retry: flags.has('--retry'),
    clean: flags.has('--clean'),
  });
  console.log(flags.has('--json') ? JSON.stringify(found, null, 2) : found.path);
  console.error(found.note);
  for (const line of found.tried) console.error(`  (${line})`);
}

if (isMain(import.meta.url)) {
  try {
    await main();
  } catch (error) {
    console.error(`no usable Electron: ${error.message}`);
    process.exitCode = 1;
  }
}
