/** Keeps the tray informed about the engine's work: asks when the engine says that something changed, at most once a second. */
import type { ControlClient } from '../engine/control/client.ts';
import type { EngineState } from '../engine/control/host-messages.ts';
import type { WorkState } from './tray-state.ts';

const CALM_MS = 1_000;
const TOPICS = ['queue', 'health', 'settings'] as const;

export class WorkWatch {
  readonly #control: ControlClient;
  readonly #changed: (work: WorkState | null) => void;
  #next: NodeJS.Timeout | undefined;
  #running = false;

  /** @param changed gets null while nothing is known */
  constructor(control: ControlClient, changed: (work: WorkState | null) => void) {
    this.#control = control;
    this.#changed = changed;
  }

  engineState(state: EngineState): void {
    const runs = state.phase === 'running';
    if (runs === this.#running) return;
    this.#running = runs;
    clearTimeout(this.#next);
    this.#next = undefined;
    if (!runs) return this.#changed(null);
    // Subscriptions end with the engine that had them.
    for (const topic of TOPICS) this.#control.subscribe(topic, undefined, () => this.lookSoon());
    void this.#look();
  }

  lookSoon(): void {
    this.#next ??= setTimeout(() => void this.#look(), CALM_MS);
  }

  async #look(): Promise<void> {
    this.#next = undefined;
    try {
      const [status, health] = await Promise.all([this.#control.call('status.get'), this.#control.call('health.get')]);
      const attention = health.attention.filter(
        (item) => item.severity !== 'info' && item.code !== 'queuePaused',
      ).length;
      if (this.#running) this.#changed({ paused: status.queue.paused, waiting: status.queue.waiting, attention });
    } catch (error) {
      // The engine ended meanwhile, which its state tells; anything else is worth a line.
      if (this.#running) process.stderr.write(`The tray could not ask the engine: ${(error as Error).message}\n`);
    }
  }
}
