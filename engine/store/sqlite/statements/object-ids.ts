/**
 * What EMAILID and THREADID are made of, as expressions over messages m, bodyIndexes i and prefixes f. Both are made of
 * what never changes: a message has them from its delivery on, and every copy has the same. RFC 8474 5
 */

/** Ids of bodies and prefixes are never given twice; a prefix makes another message of the same body. */
/** The message id that the thread began with: the first one the message refers to, else its own. */
export const THREAD_ROOT = `CASE WHEN i."references" <> '' THEN substr(i."references", 1, instr(i."references" || ' ', ' ') - 1)
  WHEN i.inReplyTo <> '' THEN i.inReplyTo ELSE COALESCE(f.messageId, i.messageId) END`;

export const EMAIL_ID = "'M' || m.bodyId || CASE WHEN m.prefixId IS NULL THEN '' ELSE '-' || m.prefixId END";
