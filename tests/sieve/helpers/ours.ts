/** Our interpreter's answer in the form of a verdict, in the surroundings that the oracle has. */
import { assertNever } from '../../../engine/lib/assert.ts';
import { compileSieve } from '../../../engine/protocol/sieve/compile/compile-sieve.ts';
import { sieveMessage } from '../../../engine/protocol/sieve/message/sieve-message.ts';
import { runSieve } from '../../../engine/protocol/sieve/run/run-sieve.ts';
import type { SieveAction, SieveContext, SieveOutcome } from '../../../engine/protocol/sieve/run/seam.ts';
import type { UnixMs } from '../../../engine/model/ids.ts';
import { sortedFlags, type Envelope, type Verdict } from './verdict.ts';

/** What the oracle is set up to have. */
export const MAILBOXES = ['INBOX', 'Archive', 'Spam'];

export function surroundings({ from, to }: Envelope, letter: string): SieveContext {
  const score = /^X-Spam-Score: ([0-9.]+)/m.exec(letter)?.[1];
  return {
    envelopeFrom: from,
    envelopeTo: to,
    ownAddresses: [to],
    now: Date.now() as UnixMs,
    zoneMinutes: () => 0,
    mailboxes: {
      exists: (name) => MAILBOXES.includes(name),
      idExists: () => false,
      hasSpecialUse: (name, use) => use.toLowerCase() === '\\junk' && (name === null || name === 'Spam'),
    },
    environment: new Map([
      ['location', 'MS'],
      ['phase', 'post'],
      ['name', 'Postane'],
    ]),
    spamPercent: score === undefined ? null : Number(score),
    isDuplicate: () => false,
    limits: { actions: 64 },
  };
}

export function askOurs(
  script: string,
  letter: string,
  envelope: Envelope,
): { readonly verdict: Verdict; readonly outcome: SieveOutcome | null } {
  const compiled = compileSieve(Buffer.from(script), { allowEditHeader: true });
  if (!compiled.ok) {
    const why = compiled.problems
      .map(({ line, column, code, message }) => `${line}:${column} ${code} ${message}`)
      .join('\n');
    return { verdict: { kind: 'refused', why }, outcome: null };
  }
  const outcome = runSieve(
    compiled.script,
    sieveMessage(Buffer.from(letter, 'latin1')),
    surroundings(envelope, letter),
  );
  if (outcome.failure !== null) return { verdict: { kind: 'failed', why: outcome.failure.message }, outcome };
  return { verdict: { kind: 'done', actions: outcome.actions.map(shown) }, outcome };
}

function shown(action: SieveAction): string {
  switch (action.kind) {
    case 'store':
      return `${action.by === 'implicit' ? 'implicit ' : ''}store ${action.target.name} [${sortedFlags(action.target.flags.join(' '))}]`;
    case 'redirect':
      return `redirect ${action.address}`;
    case 'discard':
      return 'discard';
    case 'reject':
    case 'ereject':
      return `reject ${action.reason.replace(/[\r\n]/g, '?')}`;
    case 'vacation':
      return `vacation ${action.seconds} s, subject "${action.subject.startsWith('Auto: ') ? '' : action.subject}", from "${action.from ?? ''}": ${action.reason.replace(/\r\n/g, '\n').trimEnd()}`;
    default:
      return assertNever(action, 'action');
  }
}
