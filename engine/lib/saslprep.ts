/** Names and passwords made comparable: one word typed on two keyboards is one word. RFC 4013 */
import saslprep from '@mongodb-js/saslprep';

/** @returns null when the text may not be a name or password, or nothing is left of it */
export function saslPrepared(text: string): string | null {
  try {
    const prepared = saslprep(text, { allowUnassigned: true });
    return prepared === '' ? null : prepared;
  } catch (error) {
    // The library has no closed error type: whatever it refuses, RFC 4013 2.3 and 2.4 forbid.
    if (error instanceof Error) return null;
    throw error;
  }
}
