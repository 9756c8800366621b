/** THREAD and UID THREAD. RFC 5256 3 */
import { threadArguments } from '../../../protocol/imap/thread-arguments.ts';
import { formatThreads } from '../../../protocol/imap/thread-response.ts';
import { command, SELECTED, type AnyCommand } from '../imap-command.ts';
import { numbersOf } from '../find-selected.ts';
import { tellingProgress } from '../in-progress.ts';
import { selectedQuery } from '../search-query.ts';

export const thread = threadCommand(false);
export const uidThread = threadCommand(true);

function threadCommand(byUid: boolean): AnyCommand {
  return command({
    states: SELECTED,
    mayReportExpunge: byUid,
    parse: threadArguments,
    async run(session, { algorithm, program }, tag) {
      const view = session.selected;
      if (program.usesModSeq) session.enableCondstore();
      const list = await view.list();
      const query = selectedQuery(session, list, program);
      const { uids, depths } = await tellingProgress(session, tag, (progress) =>
        session.store.messages.thread(view.mailbox.id, view.viewer, query, algorithm, progress),
      );
      const numbers = numbersOf(list, uids);
      // A message that came or went since the client was told stands as one that is missing.
      const shown = byUid ? uids.map((uid, at) => (numbers[at] === 0 ? 0 : uid)) : numbers;
      const threads = formatThreads(shown, depths);
      session.respond.untagged(threads === '' ? 'THREAD' : `THREAD ${threads}`);
    },
  });
}
