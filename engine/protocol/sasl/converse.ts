/** A SASL exchange from its first step to its end, for whichever protocol carries it. RFC 4422 3 */
import type { ScramParameters, ScramProof } from '../../model/scram.ts';
import type { SaslStep } from './sasl-server.ts';

export interface SaslServer<Result> {
  /** Sends a challenge. @returns the response; null when the client cancelled */
  ask(challenge: string): Promise<Uint8Array | null>;
  checkPassword(login: string, password: string): Promise<Result>;
  scramParameters(login: string): Promise<ScramParameters>;
  /** `serverSignature` is null when the proof was not accepted. */
  checkProof(
    login: string,
    proof: ScramProof,
  ): Promise<{ readonly result: Result; readonly serverSignature: Uint8Array | null }>;
}
export type SaslEnd<Result> =
  | { readonly kind: 'checked'; readonly login: string; readonly result: Result }
  | { readonly kind: 'malformed'; readonly reason: string }
  | { readonly kind: 'cancelled' };

export async function converse<Result>(first: SaslStep, server: SaslServer<Result>): Promise<SaslEnd<Result>> {
  let step = first;
  let proved: { readonly login: string; readonly result: Result } | null = null;
  for (;;) {
    switch (step.kind) {
      case 'challenge': {
        const response = await server.ask(step.text);
        if (response === null) return { kind: 'cancelled' };
        step = step.next(response);
        break;
      }
      case 'credentials': {
        const { login, password } = step;
        return { kind: 'checked', login, result: await server.checkPassword(login, password) };
      }
      case 'lookUp':
        step = step.next(await server.scramParameters(step.login));
        break;
      case 'proof': {
        const { login } = step;
        const { result, serverSignature } = await server.checkProof(login, step.proof);
        if (serverSignature === null) return { kind: 'checked', login, result };
        proved = { login, result };
        step = step.next(serverSignature);
        break;
      }
      case 'proved':
        if (proved === null) throw new Error('nothing was proved');
        return { kind: 'checked', ...proved };
      case 'malformed':
        return step;
    }
  }
}
