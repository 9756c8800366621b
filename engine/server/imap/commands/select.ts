/** SELECT and EXAMINE. RFC 9051 6.3.2-6.3.3, RFC 3501 6.3.1 (RECENT), RFC 7162 3.1.8 (CONDSTORE), 3.2.5 (QRESYNC) */
import { MailError } from '../../../model/errors.ts';
import { SYSTEM_FLAGS } from '../../../model/flags.ts';
import { ImapSyntaxError, UidRequired } from '../../../protocol/imap/imap-syntax-error.ts';
import { selectArguments, type KnownState } from '../../../protocol/imap/select-arguments.ts';
import { resolveRanges } from '../../../protocol/imap/sequence-set.ts';
import { tellRows } from '../changes.ts';
import { command, LOGGED_IN, type AnyCommand } from '../imap-command.ts';
import type { ImapSession } from '../imap-session.ts';
import { changeableFlags, isWritable, requireMailbox } from '../mailbox-access.ts';
import { mailboxId } from '../mailbox-status.ts';
import { MailboxView } from '../mailbox-view.ts';
import { tellVanishedEarlier } from '../vanished.ts';

export const select = selectCommand(false);
export const examine = selectCommand(true);

function selectCommand(readOnly: boolean): AnyCommand {
  return command({
    states: LOGGED_IN,
    mayReportExpunge: true,
    parse: selectArguments,
    async run(session, { name, condstore, known }) {
      if (known !== null) assertQresync(session, known);
      if (session.view !== null) {
        session.deselect();
        session.respond.untagged('OK [CLOSED] the mailbox before is closed');
      }
      const view = await openView(session, name, readOnly);
      if (condstore) session.enableCondstore();
      session.select(view);
      await tellMailbox(session, view);
      if (known?.uidValidity === view.mailbox.uidValidity) await tellMissed(session, view, known);
      return { code: view.readOnly ? 'READ-ONLY' : 'READ-WRITE' };
    },
  });
}

function assertQresync(session: ImapSession, known: KnownState): void {
  if (!session.isQresync) throw new ImapSyntaxError('QRESYNC needs ENABLE QRESYNC first');
  if (session.isUidOnly && known.match !== null)
    throw new UidRequired('message numbers cannot be compared after ENABLE UIDONLY');
}

/** What happened to the messages the client knows since it was here. RFC 7162 3.2.5.1 */
async function tellMissed(session: ImapSession, view: MailboxView, known: KnownState): Promise<void> {
  if (known.modSeq >= view.settledModSeq) return;
  await tellVanishedEarlier(session, view, known.modSeq, known.uids, known.match);
  const list = await view.list();
  const ranges = resolveRanges(known.uids ?? [[1, list.last]], list.last);
  if (list.length > 0) await tellRows(session, view, list, ranges, known.modSeq);
}

async function openView(session: ImapSession, name: string, readOnly: boolean): Promise<MailboxView> {
  const { store, viewer, services } = session;
  const found = await requireMailbox(session, name, 'r');
  const shared = services.openMailboxes.open(found.id);
  const view = await MailboxView.open(shared, store.messages, {
    viewer,
    readOnly: readOnly || !isWritable(found),
    limits: services.limits,
    find: () => store.mailboxes.byId(viewer, found.id),
  });
  if (view === null) throw new MailError('nonexistent', `there is no mailbox ${name}`);
  return view;
}

async function tellMailbox(session: ImapSession, { mailbox, readOnly, exists }: MailboxView): Promise<void> {
  const { respond } = session;
  const keywords = await session.store.messages.keywords(mailbox.id);
  const flags = [...Object.keys(SYSTEM_FLAGS), ...keywords].join(' ');
  respond.untagged(`FLAGS (${flags})`);
  const changeable = readOnly ? [] : changeableFlags(mailbox, keywords);
  respond.untagged(
    `OK [PERMANENTFLAGS (${changeable.join(' ')})] ${changeable.length === 0 ? 'nothing can be changed' : 'kept'}`,
  );
  respond.untagged(`${exists} EXISTS`);
  if (!session.isRev2) respond.untagged('0 RECENT');
  respond.untagged(`OK [UIDVALIDITY ${mailbox.uidValidity}] UIDs are valid`);
  respond.untagged(`OK [UIDNEXT ${mailbox.uidNext}] next UID`);
  respond.untagged(`OK [HIGHESTMODSEQ ${mailbox.highestModSeq}] mod-sequences are kept`);
  respond.untagged(`OK [MAILBOXID (${mailboxId(mailbox)})] its name may change, this does not`);
  if (session.isRev2) respond.untagged(`LIST () "/" ${session.name(mailbox.name)}`);
}
