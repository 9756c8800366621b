/** IDLE: changes are told as they happen, after NOTIFY those that it asked for. RFC 9051 6.3.13, RFC 5465 4 */
import { ImapSyntaxError } from '../../../protocol/imap/imap-syntax-error.ts';
import { tellChanges } from '../changes.ts';
import { command, LOGGED_IN, noArguments } from '../imap-command.ts';
import type { ImapSession } from '../imap-session.ts';

export const idle = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse: noArguments,
  async run(session) {
    session.respond.add('+ idling\r\n');
    await session.respond.flush();
    const line = await untilLine(session);
    if (line.toUpperCase() !== 'DONE') throw new ImapSyntaxError('expected DONE');
  },
});

async function untilLine(session: ImapSession): Promise<string> {
  let isOver = false;
  // A value either way: telling may fail first, and then nobody would be waiting for a rejection.
  const line = session.connection
    .line(session.patienceMs)
    .then(
      (text) => ({ text }),
      (error: unknown) => ({ error }),
    )
    .finally(() => (isOver = true));
  while (!isOver) {
    const { notifier } = session;
    if (notifier === null) await tellChanges(session, true);
    else await notifier.tell(true);
    await session.respond.flush();
    const news = session.notifier ?? (session.hearing.messages ? session.view : null);
    await Promise.race([line, ...(news === null ? [] : [news.news()])]);
  }
  const outcome = await line;
  if ('error' in outcome) throw outcome.error;
  return outcome.text;
}
