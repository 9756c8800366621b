/** Bounds of one message's index: hostile mail costs no more than this, and still gets a valid answer. */
export const MIME_LIMITS = {
  /** Nested parts; what lies deeper stays one opaque part. */
  depth: 64,
  parts: 2_000,
  /** Header octets looked at: of the message, of one part, of all parts together. */
  rootHeaderBytes: 256 * 1024,
  partHeaderBytes: 32 * 1024,
  allHeaderBytes: 1024 * 1024,
  /** Of longer headers no fields are picked from a row. */
  shownHeaderBytes: 1024 * 1024,
  headerFields: 5_000,
  /** One field value; addresses and parameters beyond it are not looked at. */
  fieldBytes: 64 * 1024,
  parameterFieldBytes: 8 * 1024,
  /** Octets of one line that are looked at. */
  lineBytes: 64 * 1024,
  boundaryBytes: 250,
  previewCharacters: 200,
  previewSourceBytes: 16 * 1024,
} as const;
