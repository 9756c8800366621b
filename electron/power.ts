/** Sleep: keeps the computer awake when its person wants that, and says afterwards for how long mail was away. */
import { powerMonitor, powerSaveBlocker } from 'electron';

export class KeepAwake {
  #blocker: number | undefined;

  set(on: boolean): void {
    if (on) this.#blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    else if (this.#blocker !== undefined) {
      powerSaveBlocker.stop(this.#blocker);
      this.#blocker = undefined;
    }
  }
  get on(): boolean {
    return this.#blocker !== undefined;
  }
}

const WORTH_TELLING_MS = 5 * 60_000;

/**
 * Call when the app is ready.
 * @param slept gets wall times; only for sleeps of five minutes and more
 * @param shutdown the computer goes down: there is a moment left to stop cleanly
 */
export function watchPower(slept: (from: number, to: number) => void, shutdown: () => void): void {
  let asleepSince: number | undefined;
  powerMonitor.on('suspend', () => {
    asleepSince = Date.now();
    process.stderr.write('The computer goes to sleep; no mail until it wakes.\n');
  });
  powerMonitor.on('resume', () => {
    const from = asleepSince;
    asleepSince = undefined;
    process.stderr.write('The computer is awake again.\n');
    if (from !== undefined && Date.now() - from >= WORTH_TELLING_MS) slept(from, Date.now());
  });
  powerMonitor.on('shutdown', shutdown);
}
