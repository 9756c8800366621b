/** `size`. RFC 5228 5.9 */
import { ScriptError } from '../grammar/script-problem.ts';
import type { TestDefinition } from '../compile/definition.ts';

export const sizeTest: TestDefinition = {
  extension: null,
  signature: { tags: { over: { takes: 'number', group: 'size' }, under: { takes: 'number', group: 'size' } } },
  compile(args, _scope, at) {
    const over = args.tagNumber('over');
    const under = args.tagNumber('under');
    if (over !== null) return { holds: ({ letter }) => letter.sizeBytes > over };
    if (under !== null) return { holds: ({ letter }) => letter.sizeBytes < under };
    throw new ScriptError('missingArgument', at, 'size wants :over or :under with a number');
  },
};
