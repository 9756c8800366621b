/** `reject` and `ereject` (RFC 5429), and `error` (RFC 5463 5). */
import type { CommandDefinition } from '../compile/definition.ts';
import { RunError } from '../run/run-error.ts';

function rejectCommandOf(kind: 'reject' | 'ereject'): CommandDefinition {
  return {
    extension: kind,
    signature: { positional: ['text'] },
    compile(args) {
      const reason = args.text(0);
      return (machine) => machine.actions.reject(kind, reason.expand(machine));
    },
  };
}
export const rejectCommand = rejectCommandOf('reject');
export const erejectCommand = rejectCommandOf('ereject');

export const errorCommand: CommandDefinition = {
  extension: 'ihave',
  signature: { positional: ['text'] },
  compile(args) {
    const message = args.text(0);
    return (machine) => {
      throw new RunError('stopped', message.expand(machine));
    };
  },
};
