/**
 * Actions of one run: each once, the incompatible refused, the implicit keep cancelled by what cancels it.
 * RFC 5228 2.10.1-2.10.4, RFC 5429 2.2, RFC 5230 4.7
 */
import { sameAddress } from '../message/address-text.ts';
import type { MailboxTarget, SieveAction, SieveRunLimits, VacationAction } from './seam.ts';
import { RunError } from './run-error.ts';

type Store = Extract<SieveAction, { kind: 'store' }>;

export class ActionList {
  readonly #limits: SieveRunLimits;
  readonly #actions: SieveAction[] = [];
  #keepCancelled = false;

  constructor(limits: SieveRunLimits) {
    this.#limits = limits;
  }

  get all(): readonly SieveAction[] {
    return this.#actions;
  }
  get keepsImplicitly(): boolean {
    return !this.#keepCancelled;
  }

  /** @param isCopy leaves the implicit keep as it is. RFC 3894 */
  store(by: 'keep' | 'fileinto', target: MailboxTarget, edits: number, isCopy: boolean): void {
    this.#refuseBesideReject('files the letter');
    if (!isCopy) this.#keepCancelled = true;
    const at = this.#actions.findIndex((action) => action.kind === 'store' && sameTarget(action.target, target));
    if (at < 0) this.#add({ kind: 'store', by, target, edits });
    // One copy in one mailbox (RFC 5228 2.10.3), with the flags that were said last.
    else this.#actions[at] = { ...(this.#actions[at] as Store), target };
  }

  redirect(address: string, edits: number, isCopy: boolean): void {
    this.#refuseBesideReject('sends the letter on');
    if (!isCopy) this.#keepCancelled = true;
    const earlier = this.#actions.filter((action) => action.kind === 'redirect');
    if (earlier.some((action) => sameAddress(action.address, address))) return;
    if (earlier.length >= this.#limits.redirects)
      throw new RunError(
        'tooManyActions',
        `The rules send one letter on to more than ${this.#limits.redirects} addresses. Use a group instead`,
      );
    this.#add({ kind: 'redirect', address, edits });
  }

  discard(): void {
    this.#keepCancelled = true;
    if (!this.#actions.some((action) => action.kind === 'discard')) this.#add({ kind: 'discard' });
  }

  reject(kind: 'reject' | 'ereject', reason: string): void {
    const other = this.#actions.find((action) => action.kind !== 'discard');
    if (other !== undefined)
      throw new RunError(
        'conflict',
        `The rules refuse the letter and also ${describe(other)}. One letter cannot have both; add stop after the first`,
      );
    this.#keepCancelled = true;
    this.#add({ kind, reason });
  }

  vacation(action: VacationAction): void {
    this.#refuseBesideReject('answers it with an absence note');
    if (this.#actions.some(({ kind }) => kind === 'vacation'))
      throw new RunError('conflict', 'The rules answer one letter with two absence notes. Keep one of them');
    this.#add(action);
  }

  #refuseBesideReject(what: string): void {
    if (this.#actions.some(({ kind }) => kind === 'reject' || kind === 'ereject'))
      throw new RunError('conflict', `A rule ${what} that an earlier rule refused. Add stop after the first`);
  }

  #add(action: SieveAction): void {
    if (this.#actions.length >= this.#limits.actions)
      throw new RunError(
        'tooManyActions',
        `The rules do more than ${this.#limits.actions} things with one letter. Use fewer`,
      );
    this.#actions.push(action);
  }
}

function sameTarget(left: MailboxTarget, right: MailboxTarget): boolean {
  return left.name === right.name && left.specialUse === right.specialUse && left.mailboxId === right.mailboxId;
}

function describe(action: SieveAction): string {
  switch (action.kind) {
    case 'store':
      return 'keep it';
    case 'redirect':
      return 'send it on';
    case 'vacation':
      return 'answer it with an absence note';
    case 'reject':
    case 'ereject':
      return 'refuse it a second time';
    case 'discard':
      return 'drop it';
  }
}
