/** GETQUOTA and GETQUOTAROOT: one root per account, storage in units of 1024 octets. RFC 9208 4 */
import { MailError } from '../../../model/errors.ts';
import { command, LOGGED_IN } from '../imap-command.ts';
import type { ImapSession } from '../imap-session.ts';
import { mailboxArgument } from '../mailbox-argument.ts';

export const getQuota = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse(line) {
    line.space();
    const root = line.astring('quota root');
    line.end();
    return root;
  },
  async run(session, root) {
    if (root !== '') throw new MailError('nonexistent', 'there is one quota root, ""');
    await tellQuota(session);
  },
});

export const getQuotaRoot = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse: mailboxArgument,
  async run(session, name) {
    const mailbox = await session.store.mailboxes.find(session.viewer, name);
    if (mailbox === null) throw new MailError('nonexistent', `there is no mailbox ${name}`);
    session.respond.untagged(`QUOTAROOT ${session.name(name)} ""`);
    await tellQuota(session);
  },
});

async function tellQuota(session: ImapSession): Promise<void> {
  const account = await session.store.directory.account(session.viewer);
  if (account === null) throw new MailError('nonexistent', 'the account is gone');
  const { quotaBytes, usedBytes } = account;
  const resources =
    quotaBytes === null ? '' : `STORAGE ${Math.ceil(usedBytes / 1024)} ${Math.floor(quotaBytes / 1024)}`;
  session.respond.untagged(`QUOTA "" (${resources})`);
}
