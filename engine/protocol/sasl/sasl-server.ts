/** What a SASL mechanism says next, as a value: the server writes it and feeds the answer to the next step. RFC 4422 3 */

export type SaslStep =
  | { readonly kind: 'challenge'; readonly text: string; readonly next: (response: Uint8Array) => SaslStep }
  | { readonly kind: 'credentials'; readonly login: string; readonly password: string }
  | { readonly kind: 'malformed'; readonly reason: string };

export interface SaslMechanism {
  readonly name: string;
  /** @param initial the initial response; null when the client sent none */
  start(initial: Uint8Array | null): SaslStep;
}

/** @returns the octets, or null when the text is not base64. RFC 4648 4 */
export function decodeBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  return Buffer.from(text, 'base64');
}
/** @returns the text, or null when it is not UTF-8 */
export function decodeUtf8(octets: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
