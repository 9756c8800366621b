/** Long texts of one run in the forms in which they are compared, made and paid for once: many rules look at one body. */
import type { Budget } from '../run/budget.ts';
import type { Comparator } from './comparators.ts';
import { preparePatternText, type PatternText } from './match-pattern.ts';

const LONG = 1_024;
/** Texts of each form and comparator. */
const MOST = 8;

export class FoldMemory {
  readonly #budget: Budget;
  readonly #folds = new Map<Comparator, Map<string, string>>();
  readonly #patternTexts = new Map<Comparator, Map<string, PatternText>>();

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** What `:is` and `:contains` compare. */
  fold(comparator: Comparator, text: string): string {
    return remember(this.#folds, comparator, text, () => {
      this.#budget.spend(text.length);
      return comparator.fold(text);
    });
  }

  /** What `:matches` looks at. */
  patternText(comparator: Comparator, text: string): PatternText {
    return remember(this.#patternTexts, comparator, text, () => preparePatternText(text, comparator, this.#budget));
  }
}

function remember<T>(memory: Map<Comparator, Map<string, T>>, comparator: Comparator, text: string, make: () => T): T {
  if (text.length < LONG) return make();
  const known = memory.get(comparator) ?? new Map<string, T>();
  memory.set(comparator, known);
  const found = known.get(text) ?? make();
  if (known.size < MOST) known.set(text, found);
  return found;
}
