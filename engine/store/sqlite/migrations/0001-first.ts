/** First schema of postane.db. Times are Unix milliseconds; ids of rows are never used twice (AUTOINCREMENT). */
export const FIRST = `
CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE domains (
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, status TEXT NOT NULL, catchAll INTEGER, createdAt INTEGER NOT NULL,
  dkimSelector TEXT NOT NULL, dkimPrivateKeyPem TEXT NOT NULL, dkimPublicKey TEXT NOT NULL);
CREATE TABLE accounts (
  id INTEGER PRIMARY KEY AUTOINCREMENT, domainId INTEGER NOT NULL REFERENCES domains(id), localpart TEXT NOT NULL, folded TEXT NOT NULL,
  displayName TEXT NOT NULL, role TEXT NOT NULL, language TEXT NOT NULL, status TEXT NOT NULL, quotaBytes INTEGER,
  usedBytes INTEGER NOT NULL DEFAULT 0, createdAt INTEGER NOT NULL, passwordHash TEXT NOT NULL, lastLogin TEXT,
  UNIQUE (domainId, folded));
CREATE TABLE aliases (
  id INTEGER PRIMARY KEY AUTOINCREMENT, domainId INTEGER NOT NULL REFERENCES domains(id), localpart TEXT NOT NULL, folded TEXT NOT NULL,
  role INTEGER NOT NULL, UNIQUE (domainId, folded));
CREATE TABLE aliasTargets (
  aliasId INTEGER NOT NULL REFERENCES aliases(id) ON DELETE CASCADE, position INTEGER NOT NULL, localpart TEXT NOT NULL,
  folded TEXT NOT NULL, domain TEXT NOT NULL, PRIMARY KEY (aliasId, position)) WITHOUT ROWID;
CREATE INDEX aliasTargetsByAddress ON aliasTargets(domain, folded);
CREATE TABLE webLogins (
  tokenHash TEXT PRIMARY KEY, accountId INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE, createdAt INTEGER NOT NULL,
  expiresAt INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX webLoginsByAccount ON webLogins(accountId);

CREATE TABLE segments (
  id INTEGER PRIMARY KEY, state TEXT NOT NULL, createdAt INTEGER NOT NULL);
CREATE TABLE bodies (
  id INTEGER PRIMARY KEY AUTOINCREMENT, segment INTEGER NOT NULL REFERENCES segments(id), offset INTEGER NOT NULL,
  length INTEGER NOT NULL, sha256 BLOB NOT NULL, refs INTEGER NOT NULL);
CREATE INDEX bodiesBySegment ON bodies(segment, offset);
CREATE TABLE bodyIndexes (
  bodyId INTEGER PRIMARY KEY REFERENCES bodies(id) ON DELETE CASCADE, envelope BLOB NOT NULL, body BLOB NOT NULL, bodyStructure BLOB NOT NULL,
  mimeIndex BLOB NOT NULL, subject TEXT NOT NULL, sender TEXT NOT NULL, recipients TEXT NOT NULL, cc TEXT NOT NULL, bcc TEXT NOT NULL,
  messageId TEXT NOT NULL, inReplyTo TEXT NOT NULL, "references" TEXT NOT NULL, sentAt INTEGER, sentDay TEXT, preview TEXT NOT NULL,
  hasAttachment INTEGER NOT NULL, headerBytes INTEGER NOT NULL);
CREATE TABLE prefixes (
  id INTEGER PRIMARY KEY AUTOINCREMENT, bytes BLOB NOT NULL, refs INTEGER NOT NULL,
  envelope BLOB, messageId TEXT, sentAt INTEGER, sentDay TEXT);

CREATE TABLE mailboxes (
  id INTEGER PRIMARY KEY AUTOINCREMENT, ownerId INTEGER NOT NULL REFERENCES accounts(id), name TEXT NOT NULL, uidValidity INTEGER NOT NULL,
  uidNext INTEGER NOT NULL DEFAULT 1, modSeq INTEGER NOT NULL DEFAULT 1, specialUse TEXT, seenIsPrivate INTEGER NOT NULL DEFAULT 0,
  messages INTEGER NOT NULL DEFAULT 0, unseen INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0,
  tombstoneFloor INTEGER NOT NULL DEFAULT 0, createdAt INTEGER NOT NULL, UNIQUE (ownerId, name));
CREATE TABLE mailboxKeywords (
  mailboxId INTEGER NOT NULL REFERENCES mailboxes(id) ON DELETE CASCADE, folded TEXT NOT NULL, keyword TEXT NOT NULL,
  PRIMARY KEY (mailboxId, folded)) WITHOUT ROWID;
CREATE TABLE subscriptions (
  accountId INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE, name TEXT NOT NULL, PRIMARY KEY (accountId, name)) WITHOUT ROWID;
CREATE TABLE messages (
  mailboxId INTEGER NOT NULL REFERENCES mailboxes(id), uid INTEGER NOT NULL, modSeq INTEGER NOT NULL, system INTEGER NOT NULL, keywords TEXT NOT NULL,
  internalDate INTEGER NOT NULL, savedAt INTEGER NOT NULL, sizeBytes INTEGER NOT NULL, prefixBytes INTEGER NOT NULL,
  bodyId INTEGER NOT NULL REFERENCES bodies(id), prefixId INTEGER, letterId TEXT,
  PRIMARY KEY (mailboxId, uid)) WITHOUT ROWID;
CREATE INDEX messagesByModSeq ON messages(mailboxId, modSeq);
CREATE INDEX messagesByBody ON messages(bodyId);
CREATE INDEX messagesByLetter ON messages(letterId) WHERE letterId IS NOT NULL;
CREATE TABLE privateSeen (
  mailboxId INTEGER NOT NULL REFERENCES mailboxes(id) ON DELETE CASCADE, accountId INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
  uid INTEGER NOT NULL, seen INTEGER NOT NULL, modSeq INTEGER NOT NULL, PRIMARY KEY (mailboxId, accountId, uid)) WITHOUT ROWID;
CREATE INDEX privateSeenByUid ON privateSeen(mailboxId, uid);
CREATE TABLE viewers (
  mailboxId INTEGER NOT NULL REFERENCES mailboxes(id) ON DELETE CASCADE, accountId INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
  unseenDelta INTEGER NOT NULL, PRIMARY KEY (mailboxId, accountId)) WITHOUT ROWID;
CREATE TABLE tombstones (
  id INTEGER PRIMARY KEY, mailboxId INTEGER NOT NULL REFERENCES mailboxes(id) ON DELETE CASCADE, modSeq INTEGER NOT NULL,
  expungedAt INTEGER NOT NULL, uids BLOB NOT NULL);
CREATE INDEX tombstonesByModSeq ON tombstones(mailboxId, modSeq);
CREATE INDEX tombstonesByAge ON tombstones(expungedAt);

CREATE TABLE letters (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, acceptedAt INTEGER NOT NULL, direction TEXT NOT NULL, sender TEXT NOT NULL,
  subject TEXT NOT NULL, messageId TEXT NOT NULL, sizeBytes INTEGER NOT NULL, state TEXT NOT NULL, folded TEXT NOT NULL);
CREATE INDEX lettersByTime ON letters(acceptedAt);
CREATE INDEX lettersByMessageId ON letters(messageId);
CREATE TABLE letterRecipients (
  letterSeq INTEGER NOT NULL REFERENCES letters(seq) ON DELETE CASCADE, position INTEGER NOT NULL, address TEXT NOT NULL, state TEXT NOT NULL,
  mailbox TEXT, entryId INTEGER, PRIMARY KEY (letterSeq, position)) WITHOUT ROWID;
CREATE INDEX letterRecipientsByEntry ON letterRecipients(entryId) WHERE entryId IS NOT NULL;
CREATE TABLE facts (
  id INTEGER PRIMARY KEY, letterSeq INTEGER NOT NULL REFERENCES letters(seq) ON DELETE CASCADE, at INTEGER NOT NULL, fact TEXT NOT NULL);
CREATE INDEX factsByLetter ON facts(letterSeq);

CREATE TABLE queue (
  id INTEGER PRIMARY KEY AUTOINCREMENT, letterId TEXT NOT NULL, bodyId INTEGER NOT NULL, bodyBytes INTEGER NOT NULL,
  prefixId INTEGER, sender TEXT, recipient TEXT NOT NULL, recipientDomain TEXT NOT NULL, dsn TEXT, needsSmtpUtf8 INTEGER NOT NULL,
  needs8Bit INTEGER NOT NULL, submittedBy INTEGER, state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, nextAttemptAt INTEGER NOT NULL,
  expiresAt INTEGER NOT NULL, queuedAt INTEGER NOT NULL, delayReported INTEGER NOT NULL DEFAULT 0, lastOutcome TEXT, subject TEXT NOT NULL,
  leasedBy TEXT, folded TEXT NOT NULL);
CREATE INDEX queueDue ON queue(nextAttemptAt, id) WHERE state = 'scheduled';
CREATE INDEX queueByState ON queue(state, id);
CREATE INDEX queueByLetter ON queue(letterId);
CREATE TABLE attempts (
  id INTEGER PRIMARY KEY, entryId INTEGER NOT NULL REFERENCES queue(id) ON DELETE CASCADE, startedAt INTEGER NOT NULL, endedAt INTEGER NOT NULL,
  outcome TEXT NOT NULL);
CREATE INDEX attemptsByEntry ON attempts(entryId);
`;
