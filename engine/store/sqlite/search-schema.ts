/**
 * Tables of search.db: FTS5 trigrams over folded text, by body. Neither text nor places are kept: what is named is verified
 * against the letter. Measured on 100,000 letters of 3.7 KB: 920 octets a letter, a quarter of its size.
 */
/** Counts up with the schema and with what `foldText` makes of a text: an older index is built again. */
export const SEARCH_VERSION = 2;

export const SEARCH_SCHEMA = `
  CREATE VIRTUAL TABLE texts USING fts5(text, content='', contentless_delete=1, detail=none, tokenize='trigram case_sensitive 1');
  CREATE TABLE partial (bodyId INTEGER PRIMARY KEY);
  CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  INSERT INTO state VALUES ('mark', 0);`;
