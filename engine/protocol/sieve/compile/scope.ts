/** What is known at one place of a script while it is compiled: the extensions in force and what was found wrong. */
import { ScriptError, type Position, type ScriptProblem } from '../grammar/script-problem.ts';
import {
  allowedExtensions,
  findExtension,
  withImplied,
  type CompileOptions,
  type SieveExtension,
} from './extensions.ts';

const MOST_PROBLEMS = 20;

export class Scope {
  readonly problems: ScriptProblem[] = [];
  readonly #allowed: ReadonlySet<SieveExtension>;
  readonly #inForce = new Set<SieveExtension>();

  constructor(options: CompileOptions) {
    this.#allowed = new Set(allowedExtensions(options));
  }

  has(extension: SieveExtension): boolean {
    return this.#inForce.has(extension);
  }

  /** Could a script of this owner use it? RFC 5463 4 */
  isAvailable(name: string): boolean {
    const extension = findExtension(name);
    return extension !== null && this.#allowed.has(extension);
  }

  /** @throws ScriptError when there is no such extension, or not for this owner */
  enable(name: string, at: Position): void {
    const extension = findExtension(name);
    if (extension === null)
      throw new ScriptError(
        'unknownExtension',
        at,
        `This server has no extension named "${name}". Remove it from require`,
      );
    if (!this.#allowed.has(extension))
      throw new ScriptError(
        'forbiddenExtension',
        at,
        `The extension "${name}" is for administrators. Remove it from require`,
      );
    for (const each of withImplied(extension)) this.#inForce.add(each);
  }

  /** @param what the word that needs it, as it is written */
  demand(extension: SieveExtension | null, what: string, at: Position): void {
    if (extension === null || this.has(extension)) return;
    throw new ScriptError(
      'notRequired',
      at,
      `${what} belongs to the extension "${extension}". Add require "${extension}"; at the start`,
    );
  }

  /** Runs `compile`; what it finds wrong is noted and the next command is looked at. */
  collect(compile: () => void): void {
    try {
      compile();
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error;
      if (this.problems.length < MOST_PROBLEMS) this.problems.push(error.problem);
    }
  }
}
