/** COPY, MOVE and their UID forms. RFC 9051 6.4.7-6.4.8, 7.1 (COPYUID), RFC 6851 4.3 (order of answers) */
import type { CommandParser } from '../../../protocol/imap/command-parser.ts';
import { formatSet, sequenceSet, type SequenceSet } from '../../../protocol/imap/sequence-set.ts';
import type { CopyResult } from '../../../store/message-store.ts';
import { tellRemoved } from '../changes.ts';
import { command, SELECTED, type AnyCommand, type Completion } from '../imap-command.ts';
import type { ImapSession } from '../imap-session.ts';
import { ImapRefusal } from '../refusal.ts';
import { assertWritable, uidRanges } from '../selection.ts';

export const copy = copyCommand('copy', false);
export const uidCopy = copyCommand('copy', true);
export const move = copyCommand('move', false);
export const uidMove = copyCommand('move', true);

function copyCommand(action: 'copy' | 'move', byUid: boolean): AnyCommand {
  return command({
    states: SELECTED,
    mayReportExpunge: true,
    parse: copyArguments,
    async run(session, { set, name }) {
      const view = session.selected;
      const list = await view.list();
      const ranges = uidRanges(session, list, set, byUid);
      if (action === 'move') assertWritable(session);
      const target = await session.store.mailboxes.find(session.viewer, name);
      if (target === null) throw new ImapRefusal('TRYCREATE', `there is no mailbox ${name}; create it first`);
      if (ranges.length === 0) return {};
      const result = await session.store.messages[action](view.mailbox.id, view.viewer, ranges, target.id);
      return action === 'move' ? tellMoved(session, result) : copyUid(result);
    },
  });
}

function copyArguments(line: CommandParser): { set: SequenceSet; name: string } {
  line.space();
  const set = sequenceSet(line);
  line.space();
  const name = line.mailbox();
  line.end();
  return { set, name };
}

/** The EXPUNGEs follow with the other changes, after this. */
async function tellMoved(session: ImapSession, result: CopyResult): Promise<Completion> {
  const { code } = copyUid(result);
  if (code === undefined) return {};
  session.respond.untagged(`OK [${code}] moved`);
  return tellRemoved(session, result.source);
}

function copyUid({ uidValidity, source, target }: CopyResult): { code?: string } {
  return source.length === 0 ? {} : { code: `COPYUID ${uidValidity} ${formatSet(source)} ${formatSet(target)}` };
}
