/** Flags: `setflag`, `addflag`, `removeflag`, and the `:flags` tag. RFC 5232 */
import { ScriptError } from '../grammar/script-problem.ts';
import type { Arguments, TagRule } from '../compile/arguments.ts';
import type { CommandDefinition } from '../compile/definition.ts';
import type { Scope } from '../compile/scope.ts';
import { readVariableName, type Template } from '../compile/template.ts';
import type { Machine } from '../run/machine.ts';

export const FLAGS_TAG: Readonly<Record<string, TagRule>> = { flags: { takes: 'texts', extension: 'imap4flags' } };

const SYSTEM_FLAGS = ['\\Answered', '\\Flagged', '\\Deleted', '\\Seen', '\\Draft'];
const KEYWORD = /^[^\s(){%*"\\\]\x00-\x1f\x7f-\uffff]+$/;
const MOST_FLAGS = 64;

/** Each text may hold several flags between spaces; what is no flag and what is there already is left out. */
export function addFlags(flags: readonly string[], texts: readonly string[]): string[] {
  const out = [...flags];
  for (const text of texts) {
    for (const word of text.split(/\s+/)) {
      const flag = SYSTEM_FLAGS.find((known) => known.toLowerCase() === word.toLowerCase()) ?? word;
      if ((!SYSTEM_FLAGS.includes(flag) && !KEYWORD.test(flag)) || out.length >= MOST_FLAGS) continue;
      if (!out.some((known) => known.toLowerCase() === flag.toLowerCase())) out.push(flag);
    }
  }
  return out;
}

function removeFlags(flags: readonly string[], texts: readonly string[]): string[] {
  const doomed = new Set(addFlags([], texts).map((flag) => flag.toLowerCase()));
  return flags.filter((flag) => !doomed.has(flag.toLowerCase()));
}

/** Flags of a stored copy: those of the tag, else those of the internal variable. RFC 5232 2, 5 */
export function flagsOf(tag: readonly Template[] | null, machine: Machine): readonly string[] {
  return tag === null
    ? machine.flags
    : addFlags(
        [],
        tag.map((each) => each.expand(machine)),
      );
}

interface FlagVariable {
  read(machine: Machine): string;
  write(machine: Machine, flags: readonly string[]): void;
}
const INTERNAL: FlagVariable = {
  read: (machine) => machine.flags.join(' '),
  write: (machine, flags) => {
    machine.flags = flags;
  },
};

/** The variables named first, else the internal one. RFC 5232 3 */
export function readFlagVariables(args: Arguments, scope: Scope): readonly FlagVariable[] {
  if (!args.hasFirst) return [INTERNAL];
  scope.demand('variables', 'A variable for flags', args.at);
  return args.texts(0).map(({ constant, at }) => {
    if (constant === null || !/^[a-z_][a-z0-9_]*$/i.test(constant))
      throw new ScriptError('badVariable', at, `"${constant ?? ''}" cannot be the name of a variable for flags`);
    const variable = readVariableName(constant, at);
    return {
      read: (machine) => machine.variables.read(variable),
      write: (machine, flags) => {
        if ('name' in variable) machine.variables.set(variable.name, flags.join(' '));
      },
    };
  });
}

function flagCommand(
  change: (before: readonly string[], texts: readonly string[]) => readonly string[],
): CommandDefinition {
  return {
    extension: 'imap4flags',
    signature: { positional: ['text', 'texts'], firstOptional: true },
    compile(args, scope) {
      const [variable = INTERNAL] = readFlagVariables(args, scope);
      const texts = args.texts(1);
      return (machine) => {
        const before = addFlags([], [variable.read(machine)]);
        variable.write(
          machine,
          change(
            before,
            texts.map((text) => text.expand(machine)),
          ),
        );
      };
    },
  };
}

export const setflagCommand = flagCommand((_, texts) => addFlags([], texts));
export const addflagCommand = flagCommand(addFlags);
export const removeflagCommand = flagCommand(removeFlags);
