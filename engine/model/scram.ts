/** What is kept of a generated password for SCRAM, and what an exchange is about. RFC 5802 3, RFC 7677 */

/** One for all keys of an account. */
export interface ScramParameters {
  readonly salt: Uint8Array;
  readonly iterations: number;
}
/** StoredKey and ServerKey: they check a proof and make one, and are no password. */
export interface ScramKeys {
  readonly storedKey: Uint8Array;
  readonly serverKey: Uint8Array;
}
export interface ScramSecret extends ScramParameters, ScramKeys {}
/** What the client proved, for comparison with the account's keys. */
export interface ScramProof {
  /** client-first-bare, server-first and client-final without the proof, joined by commas. */
  readonly authMessage: string;
  readonly clientProof: Uint8Array;
}
