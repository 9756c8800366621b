/**
 * What travels over every carrier of the control contract (desktop IPC, WebSocket, local socket): small JSON frames.
 * A carrier moves frames and knows nothing of their content; the dispatcher checks names, roles and values.
 */
import type { ControlError } from './contract.ts';

/** Client to engine. `id` and `sub` are chosen by the client and unique within its connection. */
export type ClientFrame =
  | { readonly id: number; readonly method: string; readonly request: unknown }
  | { readonly sub: number; readonly topic: string; readonly params: unknown }
  | { readonly unsub: number };

/** Engine to client. A subscription that is refused answers once with `error`. */
export type ServerFrame =
  | { readonly id: number; readonly ok: unknown }
  | { readonly id: number; readonly error: ControlError }
  | { readonly sub: number; readonly event: unknown }
  | { readonly sub: number; readonly error: ControlError };
