/** What a script does with a letter, in the form in which two interpreters are compared. */

export interface Envelope {
  readonly from: string;
  readonly to: string;
}
export type Verdict =
  | { readonly kind: 'done'; readonly actions: readonly string[] }
  /** An error when it was run. */
  | { readonly kind: 'failed'; readonly why: string }
  /** It was not compiled. */
  | { readonly kind: 'refused'; readonly why: string };

/** Equal texts are equal verdicts; the words of errors are each one's own. */
export function comparable(verdict: Verdict): string {
  return verdict.kind === 'done' ? verdict.actions.join('\n') : verdict.kind;
}

/** Flags are a set, and those of the system have no case. */
export function sortedFlags(flags: string): string {
  return flags.toLowerCase().split(' ').filter(Boolean).sort().join(' ');
}
