/** SELECT and EXAMINE. RFC 9051 6.3.2-6.3.3, RFC 3501 6.3.1 (RECENT), RFC 7162 3.1.8 (CONDSTORE) */
import { MailError } from '../../../model/errors.ts';
import { SYSTEM_FLAGS } from '../../../model/flags.ts';
import { command, LOGGED_IN, type AnyCommand } from '../imap-command.ts';
import type { ImapSession } from '../imap-session.ts';
import { MailboxView } from '../mailbox-view.ts';

export const select = selectCommand(false);
export const examine = selectCommand(true);

function selectCommand(readOnly: boolean): AnyCommand {
  return command({
    states: LOGGED_IN,
    mayReportExpunge: true,
    parse(line) {
      line.space();
      const name = line.mailbox();
      const parameters = line.maybe(' ') ? line.list(() => line.oneOf(['CONDSTORE'], 'SELECT parameter')) : [];
      line.end();
      return { name, condstore: parameters.length > 0 };
    },
    async run(session, { name, condstore }) {
      if (session.view !== null) {
        session.deselect();
        session.respond.untagged('OK [CLOSED] the mailbox before is closed');
      }
      const view = await openView(session, name, readOnly);
      session.select(view);
      if (condstore) session.isCondstore = true;
      await tellMailbox(session, view);
      return { code: readOnly ? 'READ-ONLY' : 'READ-WRITE' };
    },
  });
}

async function openView(session: ImapSession, name: string, readOnly: boolean): Promise<MailboxView> {
  const { store, viewer, services } = session;
  const found = await store.mailboxes.find(viewer, name);
  const gone = new MailError('nonexistent', `there is no mailbox ${name}`);
  if (found === null) throw gone;
  const shared = services.openMailboxes.open(found.id);
  const view = await MailboxView.open(shared, store.messages, {
    viewer,
    readOnly,
    find: () => store.mailboxes.byId(viewer, found.id),
  });
  if (view === null) throw gone;
  return view;
}

async function tellMailbox(session: ImapSession, { mailbox, readOnly, exists }: MailboxView): Promise<void> {
  const { respond } = session;
  const keywords = await session.store.messages.keywords(mailbox.id);
  const flags = [...Object.keys(SYSTEM_FLAGS), ...keywords].join(' ');
  respond.untagged(`FLAGS (${flags})`);
  respond.untagged(
    `OK [PERMANENTFLAGS (${readOnly ? '' : `${flags} \\*`})] ${readOnly ? 'nothing can be changed' : 'kept'}`,
  );
  respond.untagged(`${exists} EXISTS`);
  if (!session.isRev2) respond.untagged('0 RECENT');
  respond.untagged(`OK [UIDVALIDITY ${mailbox.uidValidity}] UIDs are valid`);
  respond.untagged(`OK [UIDNEXT ${mailbox.uidNext}] next UID`);
  respond.untagged(`OK [HIGHESTMODSEQ ${mailbox.highestModSeq}] mod-sequences are kept`);
  if (session.isRev2) respond.untagged(`LIST () "/" ${session.name(mailbox.name)}`);
}
