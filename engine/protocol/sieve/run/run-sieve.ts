/**
 * Runs a compiled script over a letter. Pure: what it wants done is its result. RFC 5228 2.10
 * It decides like `policy/`, yet stands with its grammar: it reads letters with `protocol/mime`, which policy may not know,
 * and delivery, control and the ManageSieve server may all import `protocol/` (docs/decisions/0014).
 */
import type { SieveScript } from '../compile/compile-sieve.ts';
import type { MailboxTarget, SieveAction, SieveContext, SieveFailure, SieveMessage, SieveOutcome } from './seam.ts';
import { Machine } from './machine.ts';
import { RunError } from './run-error.ts';

export function inboxTarget(flags: readonly string[]): MailboxTarget {
  return { name: 'INBOX', create: false, specialUse: null, mailboxId: null, flags };
}

/** Never throws for what a script or a letter holds: an error is an outcome that keeps the letter. */
export function runSieve(script: SieveScript, message: SieveMessage, context: SieveContext): SieveOutcome {
  const machine = new Machine(message, context);
  try {
    script.run(machine);
    const actions = machine.actions.keepsImplicitly
      ? [...machine.actions.all, implicitStore(machine.flags, machine.letter.edits.length)]
      : machine.actions.all;
    return {
      actions,
      edits: machine.letter.edits,
      marks: machine.duplicates.marks,
      failure: null,
      steps: machine.budget.steps,
    };
  } catch (error) {
    return failedOutcome(toFailure(error, machine.line), machine.budget.steps);
  }
}

/** What is done with a letter whose owner's script cannot be run: it is kept as it came. */
export function failedOutcome(failure: SieveFailure, steps = 0): SieveOutcome {
  return { actions: [implicitStore([], 0)], edits: [], marks: [], failure, steps };
}

function implicitStore(flags: readonly string[], edits: number): SieveAction {
  return { kind: 'store', by: 'implicit', target: inboxTarget(flags), edits };
}

/** A bug of ours must not lose the letter either; the owner is told that rules did not run, the text is in the message. */
function toFailure(error: unknown, line: number): SieveFailure {
  if (error instanceof RunError) return { code: error.code, line, message: error.message };
  const text = error instanceof Error ? error.message : String(error);
  return { code: 'internal', line, message: `The rules stopped because of a fault in the server: ${text}` };
}
