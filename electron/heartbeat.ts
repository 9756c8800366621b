/** Notices that the other side has fallen silent. Silence counts only while this side was awake itself. */

export interface HeartbeatLimits {
  /** From the start to the first word: loading and recovery take their time. */
  readonly firstWordMs: number;
  readonly silenceMs: number;
  readonly lookEveryMs: number;
}
export const HEARTBEAT_LIMITS: HeartbeatLimits = { firstWordMs: 60_000, silenceMs: 8_000, lookEveryMs: 1_000 };

export class Heartbeat {
  readonly #limits: HeartbeatLimits;
  readonly #onSilent: (silentMs: number) => void;
  #timer: NodeJS.Timeout | undefined;
  #heardAt = 0;
  #lookedAt = 0;
  #heardAnything = false;

  constructor(limits: HeartbeatLimits, onSilent: (silentMs: number) => void) {
    this.#limits = limits;
    this.#onSilent = onSilent;
  }

  start(): void {
    this.stop();
    this.#heardAnything = false;
    this.#heardAt = this.#lookedAt = performance.now();
    this.#timer = setInterval(() => this.#look(), this.#limits.lookEveryMs);
  }
  heard(): void {
    this.#heardAnything = true;
    this.#heardAt = performance.now();
  }
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    const now = performance.now();
    // This process was itself asleep or held up: words may lie unread in the channel, so the waiting begins anew.
    if (now - this.#lookedAt > 3 * this.#limits.lookEveryMs) this.#heardAt = now;
    this.#lookedAt = now;
    const silentMs = now - this.#heardAt;
    if (silentMs <= (this.#heardAnything ? this.#limits.silenceMs : this.#limits.firstWordMs)) return;
    this.stop();
    this.#onSilent(silentMs);
  }
}
