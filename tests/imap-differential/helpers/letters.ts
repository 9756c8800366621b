/** The letters of a seed: every hostile kind once, then all kinds mixed. For tests. */
import { hostileOfKind, HOSTILE_KINDS } from './hostile-letters.ts';
import { letter } from './letter-kinds.ts';
import type { SentLetter } from './observe.ts';
import { createRandom } from '../../helpers/random.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const FLAGS = ['', '\\Seen', '\\Flagged \\Seen', '\\Answered', '\\Draft', '$Forwarded', '\\Deleted \\Seen $Junk'];

export function lettersOf(seed: number, count: number): SentLetter[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, at) => {
    const isOfKind = at < HOSTILE_KINDS && at % 2 === 0;
    const made = isOfKind ? { octets: hostileOfKind(at, random), isWellMade: false } : letter(random);
    const day = String(1 + random.upTo(28)).padStart(2, random.of(['0', ' ']));
    const clock = [random.upTo(24), random.upTo(60), random.upTo(60)].map((part) => String(part).padStart(2, '0'));
    return {
      ...made,
      internalDate: `${day}-${random.of(MONTHS)}-${2000 + random.upTo(26)} ${clock.join(':')} ${random.of(['+0000', '+0300', '-0800', '+0545'])}`,
      flags: random.of(FLAGS),
    };
  });
}
