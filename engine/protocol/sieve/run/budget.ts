/** What one run may cost: steps and characters are counted, so that the bound holds on every machine. */
import type { SieveRunLimits } from './seam.ts';
import { RunError } from './run-error.ts';

export const DEFAULT_RUN_LIMITS: SieveRunLimits = {
  steps: 25_000_000,
  characters: 4 * 1024 * 1024,
  actions: 32,
  redirects: 4,
};

export class Budget {
  readonly #limits: SieveRunLimits;
  #steps = 0;
  #characters = 0;

  constructor(limits: SieveRunLimits) {
    this.#limits = limits;
  }

  get steps(): number {
    return this.#steps;
  }

  /** @throws RunError when the steps are used up */
  spend(steps: number): void {
    this.#steps += Math.ceil(steps);
    if (this.#steps > this.#limits.steps)
      throw new RunError(
        'budget',
        'The rules take too long for this letter. Make them simpler: fewer wildcards, fewer texts to compare',
      );
  }

  /** A text of so many characters was made. @throws RunError when the memory is used up */
  make(characters: number): void {
    this.spend(1);
    this.#characters += characters;
    if (this.#characters > this.#limits.characters)
      throw new RunError('memory', 'The rules make texts that are too long in all. Use fewer or shorter variables');
  }
}
