/** A letter that is whole or comes in pieces, as one. */
import type { Octets } from '../../engine/lib/octets.ts';

export async function allOctets(octets: Octets): Promise<Buffer> {
  if (octets instanceof Uint8Array) return Buffer.from(octets);
  const pieces: Uint8Array[] = [];
  for await (const piece of octets) pieces.push(piece);
  return Buffer.concat(pieces);
}
