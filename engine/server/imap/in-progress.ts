/** Tells a client that waits how far its search has come. RFC 9585 */
import { string } from '../../protocol/imap/response-text.ts';
import { searchProgress, type SearchProgress } from '../../store/search-store.ts';
import type { ImapSession } from './imap-session.ts';

/** Runs what may take long, and says `* OK [INPROGRESS ...]` while it does. */
export async function tellingProgress<T>(
  session: ImapSession,
  tag: string,
  run: (progress: SearchProgress) => Promise<T>,
): Promise<T> {
  const progress = searchProgress();
  const { clock, limits } = session.services;
  const work = run(progress);
  const done = work.then(
    () => true,
    () => true,
  );
  for (;;) {
    let cancel = (): void => undefined;
    const waited = new Promise<false>((resolve) => {
      cancel = clock.after(limits.progressEveryMs, () => resolve(false));
    });
    const isDone = await Promise.race([done, waited]);
    cancel();
    if (isDone) return work;
    session.respond.untagged(`OK [INPROGRESS (${progressOf(tag, progress)})] still searching`);
    await session.respond.flush();
  }
}

/** tag, how far, of how much; NIL for what is not known or cannot stand in a response code. */
function progressOf(tag: string, progress: SearchProgress): string {
  const [looked = 0, all = 0] = progress;
  const quoted = tag.includes(']') ? 'NIL' : string(tag);
  return `${quoted} ${all === 0 ? 'NIL NIL' : `${looked} ${all}`}`;
}
