/**
 * Keys of generated passwords (RFC 5802): one salt an account, one key a password, `source` says which. A secret of this
 * store from which logins without keys get their salt. Metadata of mailboxes and of the server (mailboxId NULL), shared
 * (accountId NULL) or one account's own (RFC 5464). A limit of messages beside that of octets (RFC 9208).
 */
export const SCRAM_AND_METADATA = `
CREATE TABLE scramAccounts (
  accountId INTEGER PRIMARY KEY REFERENCES accounts(id) ON DELETE CASCADE, salt BLOB NOT NULL, iterations INTEGER NOT NULL);
CREATE TABLE scramKeys (
  accountId INTEGER NOT NULL REFERENCES scramAccounts(accountId) ON DELETE CASCADE, source TEXT NOT NULL, storedKey BLOB NOT NULL,
  serverKey BLOB NOT NULL, PRIMARY KEY (accountId, source)) WITHOUT ROWID;
CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
INSERT INTO secrets (name, value) VALUES ('scramSalts', randomblob(32));
CREATE TABLE metadata (
  mailboxId INTEGER REFERENCES mailboxes(id) ON DELETE CASCADE, accountId INTEGER REFERENCES accounts(id) ON DELETE CASCADE,
  entry TEXT NOT NULL, value BLOB NOT NULL);
CREATE UNIQUE INDEX metadataByEntry ON metadata(COALESCE(mailboxId, 0), COALESCE(accountId, 0), entry);
CREATE INDEX metadataByAccount ON metadata(accountId) WHERE accountId IS NOT NULL;
CREATE INDEX metadataByMailbox ON metadata(mailboxId) WHERE mailboxId IS NOT NULL;
ALTER TABLE accounts ADD COLUMN quotaMessages INTEGER;
`;
