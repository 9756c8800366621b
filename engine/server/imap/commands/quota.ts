/**
 * GETQUOTA, GETQUOTAROOT, SETQUOTA: one root an account, "" for one's own and the address for that of another; storage in
 * units of 1024 octets, and messages. RFC 9208 4, 5
 */
import { formatAddress } from '../../../model/address-text.ts';
import { MailError } from '../../../model/errors.ts';
import type { AccountId } from '../../../model/ids.ts';
import type { CommandParser } from '../../../protocol/imap/command-parser.ts';
import { ImapSyntaxError } from '../../../protocol/imap/imap-syntax-error.ts';
import { string, utf8Octets } from '../../../protocol/imap/response-text.ts';
import { addressOf } from '../../../store/address-text.ts';
import { command, LOGGED_IN } from '../imap-command.ts';
import type { ImapSession } from '../imap-session.ts';
import { requireMailbox } from '../mailbox-access.ts';
import { mailboxArgument } from '../mailbox-argument.ts';
import { mayManageQuota } from '../quota-rights.ts';

const UNIT_BYTES = 1024;

export const getQuota = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse(line) {
    const root = quotaRoot(line);
    line.end();
    return root;
  },
  async run(session, root) {
    await tellQuota(session, root, await accountOf(session, root));
  },
});

export const getQuotaRoot = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse: mailboxArgument,
  async run(session, name) {
    const mailbox = await requireMailbox(session, name, 'r');
    const root = await rootOf(session, mailbox.ownerId);
    session.respond.untagged(`QUOTAROOT ${session.name(mailbox.name)} ${shown(root)}`);
    await tellQuota(session, root, mailbox.ownerId);
  },
});

export const setQuota = command({
  states: LOGGED_IN,
  mayReportExpunge: true,
  parse(line) {
    const root = quotaRoot(line);
    line.space();
    const limits = line.listOrEmpty(() => {
      const resource = line.oneOf(['STORAGE', 'MESSAGE'], 'resource');
      line.space();
      return [resource, line.number('limit', Number.MAX_SAFE_INTEGER / UNIT_BYTES)] as const;
    });
    line.end();
    if (new Set(limits.map(([resource]) => resource)).size < limits.length)
      throw new ImapSyntaxError('each resource can be given once');
    return { root, limits: new Map(limits) };
  },
  async run(session, { root, limits }) {
    if (!mayManageQuota(session)) throw new MailError('noPermission', 'quotas are set by administrators');
    const id = await accountOf(session, root);
    const storage = limits.get('STORAGE');
    // What is not named is not limited: RFC 9208 4.1.3.
    await session.store.directory.setQuota(id, {
      quotaBytes: storage === undefined ? null : storage * UNIT_BYTES,
      quotaMessages: limits.get('MESSAGE') ?? null,
    });
    await tellQuota(session, root, id);
  },
});

function quotaRoot(line: CommandParser): string {
  line.space();
  return line.utf8(line.astring('quota root'), 'quota root');
}

async function accountOf(session: ImapSession, root: string): Promise<AccountId> {
  if (root === '') return session.viewer;
  const account = await session.store.directory.accountByAddress(addressOf(root.toLowerCase()));
  if (account !== null && (account.id === session.viewer || mayManageQuota(session))) return account.id;
  throw new MailError('nonexistent', 'there is no such quota root for you; your own is ""');
}

async function rootOf(session: ImapSession, owner: AccountId): Promise<string> {
  if (owner === session.viewer) return '';
  const account = await session.store.directory.account(owner);
  if (account === null) throw new MailError('nonexistent', 'the account is gone');
  return formatAddress(account.address);
}

async function tellQuota(session: ImapSession, root: string, id: AccountId): Promise<void> {
  const quota = await session.store.directory.quota(id);
  if (quota === null) throw new MailError('nonexistent', 'the account is gone');
  const { quotaBytes, usedBytes, quotaMessages, usedMessages } = quota;
  const resources = [
    ...(quotaBytes === null
      ? []
      : [`STORAGE ${Math.ceil(usedBytes / UNIT_BYTES)} ${Math.floor(quotaBytes / UNIT_BYTES)}`]),
    ...(quotaMessages === null ? [] : [`MESSAGE ${usedMessages} ${quotaMessages}`]),
  ];
  session.respond.untagged(`QUOTA ${shown(root)} (${resources.join(' ')})`);
}

function shown(root: string): string {
  return string(utf8Octets(root));
}
