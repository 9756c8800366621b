/** Octets of a letter: whole when they are in memory, else in pieces. */
export type Octets = Uint8Array | AsyncIterable<Uint8Array>;
