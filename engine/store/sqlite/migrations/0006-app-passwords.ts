/**
 * App passwords. Their keys are rows of scramKeys whose source is `app:` and the id: nothing else is kept of the password
 * (docs/decisions/0015). An id is never given twice, so that nobody who remembers one takes the next for it.
 */
export const APP_PASSWORDS = `
CREATE TABLE appPasswords (
  id INTEGER PRIMARY KEY AUTOINCREMENT, accountId INTEGER NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
  label TEXT NOT NULL, protocols TEXT NOT NULL, createdAt INTEGER NOT NULL, expiresAt INTEGER, lastUse TEXT);
CREATE INDEX appPasswordsByAccount ON appPasswords(accountId);
`;
