/** Whether a connection may go on: who speaks before the greeting, and who has made too many mistakes. RFC 5321 3.1, 4.3.1 */
import { ACCEPT, defer, reject, type Decision } from './decision.ts';

export interface ConnectionFacts {
  /** The client sent something before our greeting: programs that send junk do not wait. */
  readonly spokeFirst: boolean;
  readonly refusals: number;
  readonly refusalsAllowed: number;
}
export function decideConnection(facts: ConnectionFacts): Decision {
  if (facts.spokeFirst)
    return reject(554, '5.5.1', 'You spoke before the greeting. Wait for the 220 line and try again');
  if (facts.refusals > facts.refusalsAllowed)
    return defer(421, '4.7.0', 'Too many refused commands in this session. Try again later');
  return ACCEPT;
}
