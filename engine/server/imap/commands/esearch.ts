/** ESEARCH: one search over several mailboxes. RFC 7377 */
import type { Mailbox } from '../../../model/mailbox.ts';
import { has } from '../../../model/mailbox-rights.ts';
import { esearchArguments, type EsearchArguments } from '../../../protocol/imap/esearch-arguments.ts';
import { ImapSyntaxError } from '../../../protocol/imap/imap-syntax-error.ts';
import type { MailboxSource } from '../../../protocol/imap/mailbox-sources.ts';
import { command, LOGGED_IN } from '../imap-command.ts';
import type { ImapSession } from '../imap-session.ts';
import { findSelected, saving } from '../find-selected.ts';
import { tellingProgress } from '../in-progress.ts';
import { tagCorrelator, tellEsearch } from '../search-answer.ts';
import { mailboxQuery } from '../search-query.ts';

export const esearch = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse: esearchArguments,
  async run(session, args, tag) {
    if (args.sources.every(({ kind }) => kind === 'selected'))
      return saving(session, args.returning, () => searchSelected(session, args, tag));
    const view = session.view;
    for (const mailbox of await mailboxesOf(session, args.sources)) {
      if (mailbox.id === view?.mailbox.id) await searchSelected(session, args, tag);
      else await searchOther(session, mailbox, args, tag);
      await session.respond.flushIfFull();
    }
  },
});

async function searchSelected(
  session: ImapSession,
  { program, returning }: EsearchArguments,
  tag: string,
): Promise<Uint32Array> {
  if (session.view === null) throw new ImapSyntaxError('no mailbox is selected');
  const { messages } = session.store;
  const found = await findSelected(session, program, { tag, byUid: true }, (id, viewer, query, progress) =>
    messages.search(id, viewer, query, progress),
  );
  if (found.uids.length > 0)
    tellEsearch(session, correlator(session, session.view.mailbox, tag), true, returning, found);
  return found.uids;
}

/** Nothing is told of a mailbox in which nothing was found. RFC 7377 2.1 */
async function searchOther(
  session: ImapSession,
  mailbox: Mailbox,
  { program, returning }: EsearchArguments,
  tag: string,
): Promise<void> {
  const query = mailboxQuery(session, mailbox.uidNext - 1, program);
  const { uids, scores, highestModSeq } = await tellingProgress(session, tag, (progress) =>
    session.store.messages.search(mailbox.id, session.viewer, query, progress),
  );
  if (uids.length === 0) return;
  tellEsearch(session, correlator(session, mailbox, tag), true, returning, {
    uids,
    numbers: uids,
    scores,
    highestModSeq: program.usesModSeq ? highestModSeq : null,
  });
}

function correlator(session: ImapSession, { name, uidValidity }: Mailbox, tag: string): string {
  return `${tagCorrelator(tag)} MAILBOX ${session.name(name)} UIDVALIDITY ${uidValidity}`;
}

/** Mailboxes of the sources that the account may read, each once; names that are none are passed over. RFC 7377 2.2 */
async function mailboxesOf(session: ImapSession, sources: readonly MailboxSource[]): Promise<readonly Mailbox[]> {
  const { store, viewer, view } = session;
  const all = (await store.mailboxes.list(viewer)).filter(({ rights }) => has(rights, 'r'));
  const subscribed = new Set(await store.mailboxes.subscriptions(viewer));
  const isIn = (mailbox: Mailbox, source: MailboxSource): boolean => {
    switch (source.kind) {
      case 'selected':
        return mailbox.id === view?.mailbox.id;
      case 'inboxes':
        return mailbox.ownerId === viewer && mailbox.name === 'INBOX';
      case 'personal':
        return mailbox.ownerId === viewer;
      case 'subscribed':
        return subscribed.has(mailbox.name);
      default:
        return source.names.some((name) => isBelow(mailbox.name, name, source.kind));
    }
  };
  return all.filter((mailbox) => sources.some((source) => isIn(mailbox, source)));
}
function isBelow(name: string, top: string, kind: 'mailboxes' | 'subtree' | 'subtreeOne'): boolean {
  if (name === top) return true;
  if (kind === 'mailboxes' || !name.startsWith(`${top}/`)) return false;
  return kind === 'subtree' || !name.slice(top.length + 1).includes('/');
}
