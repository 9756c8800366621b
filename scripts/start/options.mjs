/** What `npm start` was asked for. */
import { homedir, tmpdir } from 'node:os';
import { mkdtempSync } from 'node:fs';
import path from 'node:path';

export const USAGE = `npm start [-- options]
  --try            makes a trial domain with two people and sends a first letter between them; asks nothing
  --exit           with --try: stops after the first letter
  --headless       no window, even where there is a display: the screens are served to a browser
  --real           the real ports (25, 587, 993 ...) instead of this computer alone (2525, 2587, 2993 ...)
  --data DIR       the data folder
  --set KEY=VALUE  a setting, as for "postane serve"; headless and --try only`;

const FLAGS = { '--try': 'trial', '--exit': 'exit', '--headless': 'headless', '--real': 'real' };

/** Same folder as the window's own, so that headless and window show the same mail. */
function ownDataFolder(env) {
  if (process.platform === 'win32') return path.join(env.APPDATA ?? homedir(), 'Postane', 'data');
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Application Support', 'Postane', 'data');
  return path.join(env.XDG_CONFIG_HOME ?? path.join(homedir(), '.config'), 'Postane', 'data');
}

export function hasDisplay(env = process.env) {
  return process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** { trial, exit, headless, real, data, sets }. `data` is a fresh folder for a trial. Throws a sentence for what is unknown. */
export function readOptions(args, env = process.env) {
  const options = { trial: false, exit: false, headless: false, real: false, data: undefined, sets: [] };
  for (let at = 0; at < args.length; at++) {
    const arg = args[at];
    if (arg in FLAGS) options[FLAGS[arg]] = true;
    else if ((arg === '--data' || arg === '--set') && args[at + 1] !== undefined) {
      if (arg === '--data') options.data = path.resolve(args[++at]);
      else options.sets.push('--set', args[++at]);
    } else throw new Error(`unknown option ${arg}\n${USAGE}`);
  }
  if (options.trial && options.real) throw new Error('--try stays on this computer; leave out --real');
  if (options.exit && !options.trial) throw new Error('--exit belongs to --try');
  options.headless ||= !hasDisplay(env);
  options.data ??= options.trial
    ? mkdtempSync(path.join(tmpdir(), 'postane-try-'))
    : (env.POSTANE_DATA ?? ownDataFolder(env));
  return options;
}
