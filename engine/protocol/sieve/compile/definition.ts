/** The form in which commands and tests are described, and what they are compiled to. */
import type { Position } from '../grammar/script-problem.ts';
import type { Machine } from '../run/machine.ts';
import type { Arguments, Signature } from './arguments.ts';
import type { SieveExtension } from './extensions.ts';
import type { Scope } from './scope.ts';

export type Statement = (machine: Machine) => void;

export interface Condition {
  readonly holds: (machine: Machine) => boolean;
  /** Known when the script is compiled (ihave, true, false): what can never run is not looked at. RFC 5463 4 */
  readonly constant?: boolean;
}
export interface CommandDefinition {
  /** null: part of the language itself. */
  readonly extension: SieveExtension | readonly SieveExtension[] | null;
  readonly signature: Signature;
  compile(args: Arguments, scope: Scope, at: Position): Statement;
}
export interface TestDefinition {
  readonly extension: SieveExtension | readonly SieveExtension[] | null;
  readonly signature: Signature;
  compile(args: Arguments, scope: Scope, at: Position): Condition;
}
