/** STORE and UID STORE. RFC 9051 6.4.6, RFC 7162 3.1.3 (UNCHANGEDSINCE, MODIFIED) */
import { storeArguments } from '../../../protocol/imap/flag-arguments.ts';
import { formatSet, toRanges } from '../../../protocol/imap/sequence-set.ts';
import { tellFlagsOf, tellRows } from '../changes.ts';
import { command, SELECTED, type AnyCommand } from '../imap-command.ts';
import { assertWritable, uidRanges } from '../selection.ts';

export const store = storeCommand(false);
export const uidStore = storeCommand(true);

function storeCommand(byUid: boolean): AnyCommand {
  return command({
    states: SELECTED,
    mayReportExpunge: byUid,
    parse: storeArguments,
    async run(session, { set, change, silent }) {
      const view = session.selected;
      if (change.unchangedSince !== undefined) session.enableCondstore();
      const list = await view.list();
      const ranges = uidRanges(session, list, set, byUid);
      assertWritable(session);
      if (ranges.length === 0) return {};
      const result = await session.store.messages.setFlags(view.mailbox.id, view.viewer, ranges, change);
      const byOthers = view.pending.overtake(result.rows, result.modSeq);
      for (const row of result.rows) {
        const index = list.indexOf(row.uid);
        const isSilent = silent && !byOthers.has(row.uid);
        if (index < 0 || (isSilent && !session.isCondstore)) continue;
        tellFlagsOf(session, view, index + 1, isSilent ? { ...row, flags: null } : row);
        await session.respond.flushIfFull();
      }
      if (result.modified.length === 0) return {};
      await tellRows(session, view, list, toRanges(result.modified), undefined);
      const modified = byUid ? result.modified : result.modified.map((uid) => list.indexOf(uid) + 1);
      return { code: `MODIFIED ${formatSet(modified)}`, text: 'some messages had changed and were left alone' };
    },
  });
}
