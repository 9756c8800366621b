/** What is wrong with a script: a code that a translation can follow, where it is, and a sentence for its author. RFC 5228 2.10.7 */

export const SCRIPT_PROBLEM_CODES = [
  'notUtf8',
  'tooLong',
  'tooDeep',
  'badCharacter',
  'unterminated',
  'badNumber',
  'badEscape',
  'unexpected',
  'unknownCommand',
  'unknownTest',
  'unknownExtension',
  'forbiddenExtension',
  'notRequired',
  'requireLate',
  'misplacedElse',
  'unknownTag',
  'repeatedTag',
  'conflictingTags',
  'missingArgument',
  'wrongArgument',
  'extraArgument',
  'wantsTest',
  'extraTest',
  'wantsBlock',
  'extraBlock',
  'badComparator',
  'badMatch',
  'badAddress',
  'badHeader',
  'badVariable',
  'badFlag',
  'badMailbox',
  'badDate',
  'badValue',
] as const;
export type ScriptProblemCode = (typeof SCRIPT_PROBLEM_CODES)[number];

/** Both count from 1; columns are characters as an editor counts them (UTF-16 units). */
export interface Position {
  readonly line: number;
  readonly column: number;
}
export interface ScriptProblem extends Position {
  readonly code: ScriptProblemCode;
  readonly message: string;
}

/** Ends the reading of one command; never leaves `compileSieve`. */
export class ScriptError extends Error {
  readonly problem: ScriptProblem;
  constructor(code: ScriptProblemCode, { line, column }: Position, message: string) {
    super(message);
    this.name = 'ScriptError';
    this.problem = { code, line, column, message };
  }
}
