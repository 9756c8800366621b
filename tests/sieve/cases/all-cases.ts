/** All cases: whole scripts, and conditions gathered into scripts that file the letter under the numbers of those that hold. */
import { ENVELOPE, REQUIRE, type ScriptCase } from './case.ts';
import { CONDITIONS } from './conditions.ts';
import { generatedConditions } from './generated-conditions.ts';
import { LETTERS, type LetterName } from './letters.ts';
import { SCRIPTS } from './scripts.ts';

export interface OracleCase {
  readonly script: ScriptCase;
  /** null: the whole script is one case. */
  readonly conditions: readonly string[] | null;
  readonly isGenerated: boolean;
}
const A_SCRIPT = 20;
const GENERATED = 400;

export function allCases(seed: number): OracleCase[] {
  const letters = Object.keys(LETTERS) as LetterName[];
  return [
    ...SCRIPTS.map((script) => ({ script, conditions: null, isGenerated: false })),
    ...letters.flatMap((letter) => gathered(CONDITIONS[letter], letter, false)),
    ...letters.flatMap((letter) => gathered(generatedConditions(seed, letter, GENERATED), letter, true)),
  ];
}

function gathered(conditions: readonly string[], letter: LetterName, isGenerated: boolean): OracleCase[] {
  const out: OracleCase[] = [];
  for (let from = 0; from < conditions.length; from += A_SCRIPT) {
    const some = conditions.slice(from, from + A_SCRIPT);
    const text = some.map((condition, at) => `if ${condition} { fileinto "C${at}"; }\n`).join('');
    const script = { name: `${letter} ${from}: ${text}`, script: REQUIRE + text, letter, envelope: ENVELOPE };
    out.push({ script, conditions: some, isGenerated });
  }
  return out;
}
