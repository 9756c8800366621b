/** Letters and their stories. */
import type { BodyId, LetterId } from '../../model/ids.ts';
import type { Store } from '../../store/store.ts';
import { refusal, type Handlers } from '../dispatcher.ts';
import type { LetterFilter } from '../../store/letter-store.ts';

const HEADERS_LIMIT_BYTES = 256 * 1024;

export function letterHandlers({
  letters,
  bodies,
}: Pick<Store, 'letters' | 'bodies'>): Pick<Handlers, 'letters.search' | 'letters.get' | 'letters.headers'> {
  async function story(id: string) {
    const found = await letters.get(id as LetterId);
    if (found === null) throw refusal('nonexistent', 'that letter is not known (any more)');
    return found;
  }
  return {
    'letters.search': (filter) => letters.search(filter as LetterFilter),
    'letters.get': ({ id }) => story(id),
    async 'letters.headers'({ id }) {
      await story(id);
      const bodyId: BodyId | null = await letters.bodyOf(id as LetterId);
      if (bodyId === null) throw refusal('nonexistent', 'the text of that letter is no longer in the store');
      const reader = await bodies.open(bodyId);
      try {
        const head = Buffer.from(await reader.read(0, Math.min(reader.sizeBytes, HEADERS_LIMIT_BYTES)));
        const end = head.indexOf('\r\n\r\n');
        return { text: head.subarray(0, end < 0 ? head.length : end + 2).toString('utf8') };
      } finally {
        reader.close();
      }
    },
  };
}
