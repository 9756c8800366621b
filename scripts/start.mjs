/**
 * `npm start`: from a fresh clone to the open window; without a display to the same screens in a browser.
 * `npm start -- --try` also makes a trial domain and delivers a first letter. `npm start -- --help` lists all options.
 */
import { buildParts } from './build.mjs';
import { PART_NAMES } from './build/parts.mjs';
import { continueUnderNode24, isMain, projectRoot } from './node24.mjs';
import { ensureDependencies } from './run/dependencies.mjs';
import { startEngine } from './start/engine.mjs';
import { finishSetup } from './start/finish-setup.mjs';
import { deliverFirstLetter, makePeople } from './start/first-letter.mjs';
import { readOptions, USAGE } from './start/options.mjs';
import { openWindow } from './start/window.mjs';

const say = (line) => console.log(line);

function describe(engine, options) {
  say(`data folder: ${options.data}`);
  for (const { protocol, host, port, tls } of engine.ready.listeners)
    say(`  ${protocol.padEnd(12)} ${host}:${port} (${tls})`);
}

async function showScreens(engine) {
  say(`screens: ${engine.ready.url}`);
  say(`sign in once with: ${(await engine.cli(['login-link'])).trim()}`);
}

/** Waits for the engine's end. */
async function untilEnd(engine) {
  say('running; Ctrl+C stops it');
  const code = await engine.ended;
  return code === 0 ? 0 : 1;
}

async function runHeadless(options) {
  if (!options.trial) say('no window: this runs headless, the same screens are served to a browser');
  const engine = await startEngine(options);
  describe(engine, options);
  await showScreens(engine);
  return untilEnd(engine);
}

async function runTrial(options) {
  const engine = await startEngine(options);
  try {
    describe(engine, options);
    const people = await makePeople(engine);
    for (const { address, password } of people) say(`  ${address}  password ${password}`);
    const { way, ms } = await deliverFirstLetter(engine, people);
    say(`first letter delivered in ${ms} ms: ${way}`);
    await finishSetup(options.data);
  } catch (error) {
    await engine.stop();
    throw error;
  }
  if (!options.exit && options.headless) {
    await showScreens(engine);
    return untilEnd(engine);
  }
  const code = await engine.stop();
  if (code !== 0) throw new Error(`the engine did not stop in order (${code})`);
  return options.exit ? 0 : openWindow(options, say);
}

async function main() {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    say(USAGE);
    return 0;
  }
  ensureDependencies(projectRoot, say);
  await continueUnderNode24();
  const options = readOptions(args);
  const needed = options.headless || options.exit ? ['engine', 'renderer'] : PART_NAMES;
  await buildParts(needed, { say });
  if (options.trial) return runTrial(options);
  return options.headless
    ? runHeadless(options)
    : openWindow({ ...options, data: process.env.POSTANE_DATA ?? namedData(args, options) }, say);
}

/** Only a folder that was named is passed on: the window knows its own. */
const namedData = (args, options) => (args.includes('--data') ? options.data : undefined);

if (isMain(import.meta.url)) {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
  // The engine's pipes may still be open; nothing more is to be done.
  process.exit();
}
