/** One run of one script over one letter. */
import type { Position } from '../grammar/script-problem.ts';
import { FoldMemory } from '../match/fold-memory.ts';
import type { SieveContext, SieveMessage } from './seam.ts';
import { ActionList } from './action-list.ts';
import { Budget, DEFAULT_RUN_LIMITS } from './budget.ts';
import { DuplicateMarks } from './duplicate-marks.ts';
import { Letter } from './letter.ts';
import { Variables } from './variables.ts';

export class Machine {
  readonly context: SieveContext;
  readonly letter: Letter;
  readonly budget: Budget;
  readonly variables = new Variables();
  readonly folds: FoldMemory;
  readonly actions: ActionList;
  readonly duplicates: DuplicateMarks;
  /** The internal variable of imap4flags. RFC 5232 2 */
  flags: readonly string[] = [];
  /** `stop` was met. */
  stopped = false;
  #line = 0;

  constructor(message: SieveMessage, context: SieveContext) {
    const limits = { ...DEFAULT_RUN_LIMITS, ...context.limits };
    this.context = context;
    this.letter = new Letter(message);
    this.budget = new Budget(limits);
    this.folds = new FoldMemory(this.budget);
    this.actions = new ActionList(limits);
    this.duplicates = new DuplicateMarks(context);
  }

  /** A command starts. */
  enter({ line }: Position): void {
    this.#line = line;
    this.budget.spend(1);
  }
  get line(): number {
    return this.#line;
  }
}
