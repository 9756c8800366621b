/** IDLE: changes are told as they happen. RFC 9051 6.3.13 */
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
    await tellChanges(session, true);
    await session.respond.flush();
    await Promise.race([line, ...(session.view === null ? [] : [session.view.news()])]);
  }
  const outcome = await line;
  if ('error' in outcome) throw outcome.error;
  return outcome.text;
}
