/** When a crashed engine is started again, and when that stops making sense. No timers, no processes: only the decision. */

export interface RestartLimits {
  /** Wait before the first restart; doubles with each crash. */
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** An engine that ran this long has proven itself: the wait starts from the beginning. */
  readonly steadyAfterMs: number;
  /** More crashes than this within the window are a loop. */
  readonly crashesAllowed: number;
  readonly crashWindowMs: number;
}
export const RESTART_LIMITS: RestartLimits = {
  firstWaitMs: 500,
  longestWaitMs: 30_000,
  steadyAfterMs: 60_000,
  crashesAllowed: 5,
  crashWindowMs: 120_000,
};

export type RestartDecision =
  | { readonly kind: 'wait'; readonly attempt: number; readonly waitMs: number }
  | { readonly kind: 'loop'; readonly attempts: number };

export class RestartPolicy {
  readonly #limits: RestartLimits;
  #crashes: number[] = [];
  #attempt = 0;

  constructor(limits: RestartLimits) {
    this.#limits = limits;
  }

  /**
   * @param at when it crashed, on a monotonic clock in ms
   * @param ranMs how long it was ready before that; 0 if it never was
   */
  crashed(at: number, ranMs: number): RestartDecision {
    const { crashWindowMs, crashesAllowed, steadyAfterMs, firstWaitMs, longestWaitMs } = this.#limits;
    this.#crashes = [...this.#crashes.filter((before) => at - before < crashWindowMs), at];
    if (this.#crashes.length > crashesAllowed) return { kind: 'loop', attempts: this.#crashes.length };
    this.#attempt = ranMs >= steadyAfterMs ? 1 : this.#attempt + 1;
    return {
      kind: 'wait',
      attempt: this.#attempt,
      waitMs: Math.min(longestWaitMs, firstWaitMs * 2 ** (this.#attempt - 1)),
    };
  }

  /** A person asked for a new start: what was before does not count. */
  forget(): void {
    this.#crashes = [];
    this.#attempt = 0;
  }

  /** Which attempt the next start is, counting from 1. */
  get nextAttempt(): number {
    return this.#attempt + 1;
  }
}
