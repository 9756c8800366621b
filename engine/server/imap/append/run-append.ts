/** An APPEND or REPLACE whose message is coming: from its first literal to its one tagged answer. RFC 9051 6.3.12 */
import type { FramerEvent } from '../../../protocol/imap/command-framer.ts';
import { answer } from '../dispatch.ts';
import type { ImapSession } from '../imap-session.ts';
import { tagOf } from '../swallow.ts';
import { appendFrom } from './append-messages.ts';

/** Takes over reading from the first message's announcement to the end of the command. */
export async function runAppend(session: ImapSession, first: Extract<FramerEvent, { kind: 'literal' }>): Promise<void> {
  const tag = tagOf(first.pieces);
  await answer(
    session,
    () => tag,
    () => appendFrom(session, first),
    () => 'APPEND',
  );
}
