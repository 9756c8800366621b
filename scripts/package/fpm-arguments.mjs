/** Reads the words that electron-builder says to fpm, and refuses those that it does not know. */

const ONE = new Set([
  ...[
    '-s',
    '-t',
    '--architecture',
    '--after-install',
    '--after-remove',
    '--before-remove',
    '--description',
    '--version',
  ],
  ...[
    '--package',
    '--name',
    '--maintainer',
    '--vendor',
    '--url',
    '--category',
    '--deb-priority',
    '--license',
    '--iteration',
  ],
  ...['--deb-compression', '--log'],
]);
const MANY = { '-d': 'depends', '--depends': 'depends', '--deb-recommends': 'recommends' };
const WITHOUT_VALUE = new Set(['--force', '--debug']);

/** Splits `--name=value`; a path with `=` is no flag. */
function splitFlag(arg) {
  const at = arg.indexOf('=');
  return arg.startsWith('--') && at > 0 ? [arg.slice(0, at), arg.slice(at + 1)] : [arg, undefined];
}

/** Returns { one: {name: value}, depends, recommends, inputs: [{from, to}] }. Throws on anything unknown. */
export function readFpmArguments(args) {
  const read = { one: {}, depends: [], recommends: [], inputs: [] };
  for (let at = 0; at < args.length; at++) {
    const [flag, inline] = splitFlag(args[at]);
    if (WITHOUT_VALUE.has(flag)) continue;
    if (flag in MANY) read[MANY[flag]].push(inline ?? args[++at]);
    else if (ONE.has(flag)) read.one[flag.replace(/^-+/, '')] = inline ?? args[++at];
    else if (flag.startsWith('-')) throw new Error(`fpm stand-in: unknown option ${flag}`);
    else read.inputs.push(inputOf(args[at]));
  }
  const { s: source, t: target } = read.one;
  if (source !== 'dir' || target !== 'deb')
    throw new Error(`fpm stand-in: makes deb packages from folders, not ${target}`);
  return read;
}

function inputOf(arg) {
  const at = arg.lastIndexOf('=');
  if (at < 1) throw new Error(`fpm stand-in: ${arg} does not say where it goes`);
  return { from: arg.slice(0, at), to: arg.slice(at + 1) };
}
