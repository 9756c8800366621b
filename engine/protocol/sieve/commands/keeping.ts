/** `keep`, `fileinto`, `discard`, `stop`. RFC 5228 3.3, 4.1, 4.3, 4.4, RFC 3894 (:copy) */
import type { CommandDefinition } from '../compile/definition.ts';
import { inboxTarget } from '../run/run-sieve.ts';
import { FLAGS_TAG, flagsOf } from './flags.ts';
import { compileTarget, TARGET_TAGS } from './target.ts';

export const keepCommand: CommandDefinition = {
  extension: null,
  signature: { tags: FLAGS_TAG },
  compile(args) {
    const flags = args.tagTexts('flags');
    return (machine) =>
      machine.actions.store('keep', inboxTarget(flagsOf(flags, machine)), machine.letter.edits.length, false);
  },
};

export const fileintoCommand: CommandDefinition = {
  extension: 'fileinto',
  signature: { tags: { ...TARGET_TAGS, copy: { takes: null, extension: 'copy' } }, positional: ['text'] },
  compile(args) {
    const target = compileTarget(args, args.text(0));
    const isCopy = args.has('copy');
    return (machine) => machine.actions.store('fileinto', target(machine), machine.letter.edits.length, isCopy);
  },
};

export const discardCommand: CommandDefinition = {
  extension: null,
  signature: {},
  compile: () => (machine) => machine.actions.discard(),
};

export const stopCommand: CommandDefinition = {
  extension: null,
  signature: {},
  compile: () => (machine) => {
    machine.stopped = true;
  },
};
