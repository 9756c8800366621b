/** EXPUNGE and UID EXPUNGE. RFC 9051 6.4.3, 6.4.9, RFC 7162 3.2.7, 3.2.9 (HIGHESTMODSEQ) */
import { sequenceSet } from '../../../protocol/imap/sequence-set.ts';
import type { UidRanges } from '../../../store/message-store.ts';
import { tellRemoved } from '../changes.ts';
import { command, noArguments, SELECTED, type Completion } from '../imap-command.ts';
import type { ImapSession } from '../imap-session.ts';
import { assertWritable, uidRanges } from '../selection.ts';

export const expunge = command({
  states: SELECTED,
  mayReportExpunge: true,
  parse: noArguments,
  run: (session) => removeDeleted(session, null),
});

export const uidExpunge = command({
  states: SELECTED,
  mayReportExpunge: true,
  parse(line) {
    line.space();
    const set = sequenceSet(line);
    line.end();
    return set;
  },
  async run(session, set) {
    const list = await session.selected.list();
    return removeDeleted(session, uidRanges(session, list, set, true));
  },
});

async function removeDeleted(session: ImapSession, ranges: UidRanges | null): Promise<Completion> {
  const { mailbox, viewer } = session.selected;
  assertWritable(session);
  if (ranges !== null && ranges.length === 0) return {};
  const by = `imap ${session.id}`;
  const gone = await session.store.messages.expunge(mailbox.id, viewer, ranges, { flagged: true, by });
  return gone.length === 0 ? {} : tellRemoved(session, gone);
}
