/** A script over a letter in one call, with surroundings that a test changes where it needs. */
import { compileSieve, type CompileResult } from '../../engine/protocol/sieve/compile/compile-sieve.ts';
import type { ScriptProblem } from '../../engine/protocol/sieve/grammar/script-problem.ts';
import { sieveMessage } from '../../engine/protocol/sieve/message/sieve-message.ts';
import { runSieve } from '../../engine/protocol/sieve/run/run-sieve.ts';
import type { SieveContext, SieveOutcome } from '../../engine/protocol/sieve/run/seam.ts';
import type { UnixMs } from '../../engine/model/ids.ts';

export const LETTER = `From: Coyote <coyote@desert.example.org>
To: roadrunner@acme.example.com
Subject: I have a present for you
Message-ID: <1@desert.example.org>

Look, I'm sorry.
`;

export function sieveContext(changed: Partial<SieveContext> = {}): SieveContext {
  return {
    envelopeFrom: 'coyote@desert.example.org',
    envelopeTo: 'roadrunner@acme.example.com',
    ownAddresses: ['roadrunner@acme.example.com'],
    now: Date.UTC(2026, 10, 25, 1, 2, 3) as UnixMs,
    zoneMinutes: () => 180,
    mailboxes: { exists: () => false, idExists: () => false, hasSpecialUse: () => false },
    environment: new Map(),
    spamPercent: null,
    isDuplicate: () => false,
    ...changed,
  };
}

export function runScript(script: string, letter = LETTER, changed: Partial<SieveContext> = {}): SieveOutcome {
  const compiled = compileSieve(script, { allowEditHeader: true });
  if (!compiled.ok) throw new Error(compiled.problems.map(shown).join('\n'));
  return runSieve(compiled.script, sieveMessage(Buffer.from(letter.replace(/\r?\n/g, '\r\n'))), sieveContext(changed));
}

/** Does the condition hold? Behind a `require` of these extensions. */
export function holds(
  condition: string,
  extensions: readonly string[] = [],
  letter = LETTER,
  changed: Partial<SieveContext> = {},
): boolean {
  const outcome = runScript(
    `require [${['fileinto', ...extensions].map((name) => `"${name}"`).join(',')}];\nif ${condition} { fileinto "yes"; }`,
    letter,
    changed,
  );
  if (outcome.failure !== null) throw new Error(outcome.failure.message);
  return outcome.actions.some((action) => action.kind === 'store' && action.target.name === 'yes');
}

/** Places and codes of what is wrong with a script; empty when nothing is. */
export function problemsOf(script: string | Uint8Array, options: Parameters<typeof compileSieve>[1] = {}): string[] {
  const compiled: CompileResult = compileSieve(script, options);
  return compiled.ok ? [] : compiled.problems.map(({ line, column, code }) => `${line}:${column} ${code}`);
}

const shown = ({ line, column, code, message }: ScriptProblem): string => `${line}:${column} ${code} ${message}`;
