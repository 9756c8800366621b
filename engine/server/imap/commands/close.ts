/** CLOSE and UNSELECT. RFC 9051 6.4.1-6.4.2, RFC 4314 4: without the right `e`, CLOSE only leaves */
import { has } from '../../../model/mailbox-rights.ts';
import { command, noArguments, SELECTED } from '../imap-command.ts';

/** Removes what carries \Deleted, silently, then leaves. */
export const close = command({
  states: SELECTED,
  mayReportExpunge: false,
  parse: noArguments,
  async run(session) {
    const { mailbox, readOnly, viewer, isGone } = session.selected;
    if (!readOnly && !isGone && has(mailbox.rights, 'e')) {
      await session.store.messages.expunge(mailbox.id, viewer, null, { flagged: true, by: `imap ${session.id}` });
    }
    session.deselect();
  },
});

export const unselect = command({
  states: SELECTED,
  mayReportExpunge: false,
  parse: noArguments,
  async run(session) {
    session.deselect();
  },
});
