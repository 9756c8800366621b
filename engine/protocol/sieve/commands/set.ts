/** `set` with its modifiers. RFC 5229 4 */
import { ScriptError } from '../grammar/script-problem.ts';
import type { TagRule } from '../compile/arguments.ts';
import type { CommandDefinition } from '../compile/definition.ts';
import { readVariableName } from '../compile/template.ts';

/** Highest precedence first; those of one number exclude each other. RFC 5229 4.1 */
const MODIFIERS: readonly { readonly name: string; readonly precedence: number; apply(text: string): string }[] = [
  { name: 'lower', precedence: 40, apply: (text) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) },
  { name: 'upper', precedence: 40, apply: (text) => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase()) },
  { name: 'lowerfirst', precedence: 30, apply: (text) => text.replace(/^[A-Z]/, (letter) => letter.toLowerCase()) },
  { name: 'upperfirst', precedence: 30, apply: (text) => text.replace(/^[a-z]/, (letter) => letter.toUpperCase()) },
  { name: 'quotewildcard', precedence: 20, apply: (text) => text.replace(/[\\*?]/g, '\\$&') },
  { name: 'length', precedence: 10, apply: (text) => String([...text].length) },
];
const TAGS: Readonly<Record<string, TagRule>> = Object.fromEntries(
  MODIFIERS.map(({ name, precedence }) => [name, { takes: null, group: String(precedence) }]),
);

export const setCommand: CommandDefinition = {
  extension: 'variables',
  signature: { tags: TAGS, positional: ['text', 'text'] },
  compile(args) {
    const { constant, at } = args.text(0);
    if (constant === null || !/^[a-z_][a-z0-9_.]*$/i.test(constant))
      throw new ScriptError(
        'badVariable',
        at,
        `"${constant ?? ''}" cannot be the name of a variable. Use letters, digits and _`,
      );
    const variable = readVariableName(constant, at);
    const value = args.text(1);
    const modifiers = MODIFIERS.filter(({ name }) => args.has(name));
    return (machine) => {
      const text = modifiers.reduce((before, { apply }) => apply(before), value.expand(machine));
      if ('name' in variable) machine.variables.set(variable.name, text);
    };
  },
};
