/** What happens to a letter after the checks of its sender and its shape. RFC 9989 (DMARC), RFC 5321 6.3, RFC 5322 3.6 */
import { ACCEPT, defer, reject, type Decision } from './decision.ts';
import type { AuthResult } from '../model/auth-result.ts';

/** `failed`: a check threw, so nothing is known; never taken for a pass. */
export type SenderReport = { readonly kind: 'checked'; readonly result: AuthResult } | { readonly kind: 'failed' };

export interface ContentFacts {
  readonly report: SenderReport;
  /** One of the recipients is postmaster or abuse: they are told everything. */
  readonly forRole: boolean;
  readonly fromFields: number;
}
const MAX_HOPS = 100;

export function decideContent({ report, forRole, fromFields }: ContentFacts): Decision {
  if (fromFields > 1 && !forRole)
    return reject(550, '5.6.0', 'A letter has one From field; this one has several. Correct it and send again');
  if (report.kind === 'failed') return defer(451, '4.7.0', 'The sender could not be checked. Try again later');
  const { dmarc } = report.result;
  if (dmarc.result !== 'fail') return ACCEPT;
  if (dmarc.policy === 'reject' && !forRole) {
    return reject(
      550,
      '5.7.1',
      `The domain ${dmarc.domain} asks to refuse letters in its name that it did not send (DMARC). Send by the domain's own servers`,
    );
  }
  return dmarc.policy === 'quarantine' || dmarc.policy === 'reject' ? { kind: 'accept', mailbox: 'junk' } : ACCEPT;
}
/** A letter that goes round: too many hops, or one that we have delivered to this account before. */
export function decideLoop(facts: { readonly receivedFields: number; readonly deliveredBefore: boolean }): Decision {
  if (facts.receivedFields > MAX_HOPS)
    return reject(
      554,
      '5.4.6',
      `The letter has passed ${facts.receivedFields} servers: it goes in circles. Check the forwardings`,
    );
  if (facts.deliveredBefore)
    return reject(554, '5.4.6', 'The letter was delivered here before: it goes in circles. Check the forwardings');
  return ACCEPT;
}
