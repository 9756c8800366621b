/** Rights on mailboxes given to other accounts, or to everybody here (accountId NULL). RFC 4314 */
export const MAILBOX_RIGHTS = `
CREATE TABLE mailboxRights (
  mailboxId INTEGER NOT NULL REFERENCES mailboxes(id) ON DELETE CASCADE, accountId INTEGER REFERENCES accounts(id) ON DELETE CASCADE,
  rights TEXT NOT NULL);
CREATE UNIQUE INDEX mailboxRightsByGrantee ON mailboxRights(mailboxId, COALESCE(accountId, 0));
CREATE INDEX mailboxRightsByAccount ON mailboxRights(accountId);
`;
