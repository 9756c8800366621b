/** What a SASL mechanism says next, as a value: the server writes it and feeds the answer to the next step. RFC 4422 3 */
import type { ScramParameters, ScramProof } from '../../model/scram.ts';

export type SaslStep =
  | { readonly kind: 'challenge'; readonly text: string; readonly next: (response: Uint8Array) => SaslStep }
  | { readonly kind: 'credentials'; readonly login: string; readonly password: string }
  /** Salt and iterations of the login are wanted. */
  | { readonly kind: 'lookUp'; readonly login: string; readonly next: (found: ScramParameters) => SaslStep }
  /** The proof is to be checked; a right one is answered with the server's own signature. */
  | {
      readonly kind: 'proof';
      readonly login: string;
      readonly proof: ScramProof;
      readonly next: (serverSignature: Uint8Array) => SaslStep;
    }
  /** The client knows now that we are who we say. */
  | { readonly kind: 'proved' }
  | { readonly kind: 'malformed'; readonly reason: string };

/** Channel binding data of a TLS connection by the name of their type. RFC 5056, RFC 5929, RFC 9266 */
export type ChannelBindings = Readonly<Record<string, () => Uint8Array>>;

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
