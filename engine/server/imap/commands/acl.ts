/** SETACL, DELETEACL, GETACL, LISTRIGHTS, MYRIGHTS: who may do what with a mailbox. RFC 4314 3 */
import { domainToASCII } from 'node:url';
import { formatAddress } from '../../../model/address-text.ts';
import { MailError } from '../../../model/errors.ts';
import type { AccountId } from '../../../model/ids.ts';
import type { Mailbox } from '../../../model/mailbox.ts';
import { ALL_RIGHTS, shownRights } from '../../../model/mailbox-rights.ts';
import { identifierArguments, rightsChange, type RightsChange } from '../../../protocol/imap/acl-arguments.ts';
import { string, utf8Octets } from '../../../protocol/imap/response-text.ts';
import { command, LOGGED_IN } from '../imap-command.ts';
import type { ImapSession } from '../imap-session.ts';
import { requireMailbox } from '../mailbox-access.ts';
import { mailboxArgument } from '../mailbox-argument.ts';

const ANYONE = 'anyone';

export const setAcl = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse(line) {
    const whom = identifierArguments(line);
    line.space();
    const change = rightsChange(line);
    line.end();
    return { ...whom, change };
  },
  run: (session, { name, identifier, change }) => changeRights(session, name, identifier, change),
});

export const deleteAcl = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse(line) {
    const whom = identifierArguments(line);
    line.end();
    return whom;
  },
  run: (session, { name, identifier }) =>
    changeRights(session, name, identifier, { mode: 'remove', rights: ALL_RIGHTS }),
});

export const getAcl = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse: mailboxArgument,
  async run(session, name) {
    const mailbox = await requireMailbox(session, name, 'a');
    const entries = await session.store.mailboxes.acl(mailbox.id);
    const owner = await ownerOf(session, mailbox);
    const pairs = [
      [owner, ALL_RIGHTS] as const,
      ...entries.map(({ grantee, rights }) => [grantee === null ? ANYONE : formatAddress(grantee), rights] as const),
    ];
    const shown = pairs.map(([who, rights]) => `${string(utf8Octets(who))} ${shownRights(rights)}`);
    session.respond.untagged(`ACL ${session.name(mailbox.name)} ${shown.join(' ')}`);
  },
});

export const listRights = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse(line) {
    const whom = identifierArguments(line);
    line.end();
    return whom;
  },
  async run(session, { name, identifier }) {
    const mailbox = await requireMailbox(session, name, 'a');
    const grantee = await granteeOf(session, identifier);
    // Every right can be given alone; the owner has them all, whatever anybody says.
    const rights =
      grantee === mailbox.ownerId ? shownRights(ALL_RIGHTS) : `"" ${[...shownRights(ALL_RIGHTS)].join(' ')}`;
    session.respond.untagged(`LISTRIGHTS ${session.name(mailbox.name)} ${string(utf8Octets(identifier))} ${rights}`);
  },
});

export const myRights = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse: mailboxArgument,
  async run(session, name) {
    const mailbox = await requireMailbox(session, name, 'any');
    session.respond.untagged(`MYRIGHTS ${session.name(mailbox.name)} ${shownRights(mailbox.rights)}`);
  },
});

async function changeRights(
  session: ImapSession,
  name: string,
  identifier: string,
  change: RightsChange,
): Promise<void> {
  const { mailboxes } = session.store;
  const mailbox = await requireMailbox(session, name, 'a');
  const grantee = await granteeOf(session, identifier);
  const isFirst = change.mode !== 'remove' && change.rights !== '' && grantee !== mailbox.ownerId;
  // From the first time on that others come, what one has read is not read for all.
  if (isFirst && !mailbox.seenIsPrivate && (await mailboxes.acl(mailbox.id)).length === 0)
    await mailboxes.setSeenPrivate(mailbox.id, true);
  await mailboxes.changeRights(session.viewer, mailbox.id, { grantee, ...change });
}

/** @returns null for everybody @throws MailError for who is not here */
async function granteeOf(session: ImapSession, identifier: string): Promise<AccountId | null> {
  if (identifier === ANYONE) return null;
  if (identifier.startsWith('-'))
    throw new MailError('cannot', 'rights can be given and taken away, not forbidden: leave out the "-"');
  const at = identifier.lastIndexOf('@');
  const domain = domainToASCII(identifier.slice(at + 1)).toLowerCase();
  const account =
    at <= 0 || domain === ''
      ? null
      : await session.store.directory.accountByAddress({ localpart: identifier.slice(0, at), domain });
  if (account !== null) return account.id;
  throw new MailError('nonexistent', `${identifier} is no account here; say a whole address, or anyone`);
}

async function ownerOf(session: ImapSession, { ownerId }: Mailbox): Promise<string> {
  const owner = await session.store.directory.account(ownerId);
  if (owner === null) throw new MailError('nonexistent', 'the owner of the mailbox is gone');
  return formatAddress(owner.address);
}
