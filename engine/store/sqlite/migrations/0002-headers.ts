/**
 * Header octets of bodies apart from the bodies, so that header fields are shown without opening a body. Kept in a table
 * of their own: the rows that other listings read stay narrow. Bodies from before this version and long headers have no
 * row here; their header is read from the segment. Messages with \Deleted are few: an index of them counts their octets.
 */
export const HEADERS = `
CREATE TABLE headers (
  bodyId INTEGER PRIMARY KEY REFERENCES bodies(id) ON DELETE CASCADE, octets BLOB NOT NULL);
CREATE INDEX messagesDeleted ON messages(mailboxId, sizeBytes) WHERE (system & 4) <> 0;
`;
