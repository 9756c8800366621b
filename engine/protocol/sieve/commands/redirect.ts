/** `redirect`. RFC 5228 4.2, RFC 3894 (:copy) */
import { ScriptError } from '../grammar/script-problem.ts';
import type { CommandDefinition } from '../compile/definition.ts';
import { formatMailAddress, readAddress } from '../message/address-text.ts';
import { RunError } from '../run/run-error.ts';

const problem = (text: string): string =>
  `"${text}" is no mail address to send the letter on to. Write it as name@example.com`;

export const redirectCommand: CommandDefinition = {
  extension: null,
  signature: { tags: { copy: { takes: null, extension: 'copy' } }, positional: ['text'] },
  compile(args) {
    const target = args.text(0);
    const isCopy = args.has('copy');
    if (target.constant !== null && readAddress(target.constant) === null)
      throw new ScriptError('badAddress', target.at, problem(target.constant));
    return (machine) => {
      const text = target.expand(machine);
      const address = readAddress(text);
      if (address === null) throw new RunError('badValue', problem(text));
      machine.actions.redirect(formatMailAddress(address), machine.letter.edits.length, isCopy);
    };
  },
};
