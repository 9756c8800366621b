/** The headless host: started by the `postane` launcher, by systemd, or by hand. Ends with the program that holds its channel. */
import { runServe } from './host/run-serve.ts';
import { screensFolder } from './host/program.ts';

let isPipeGone = false;
// Whoever read our lines is gone: mail goes on without them.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  isPipeGone = true;
});
const code = await runServe(process.argv.slice(2), {
  env: process.env,
  webRoot: screensFolder(import.meta.dirname),
  out: (text) => {
    if (!isPipeGone) process.stdout.write(text);
  },
  err: (text) => process.stderr.write(text),
  onStop(listener) {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => listener(signal));
    if (process.channel) process.once('disconnect', () => listener('the program that started it is gone'));
  },
});
process.exitCode = code;
// Everything of ours is closed; what a library still holds open must not keep the process.
if (process.stdout.writableLength === 0 || isPipeGone) process.exit();
process.stdout.once('drain', () => process.exit());
