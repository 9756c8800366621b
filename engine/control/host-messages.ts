/**
 * What the engine process and the desktop's main process say to each other over the fork's JSON channel.
 * Control frames pass through; the rest is life and death. Head of the supervisor's and the engine's side alike.
 */
import type { ClientFrame, ServerFrame } from './frames.ts';
import type { ListenerStatus, StartFailure } from './contract.ts';

/** Main to engine. `client` numbers the window or other client that main carries frames for. */
export type HostToEngine =
  | { readonly t: 'control'; readonly client: number; readonly frame: ClientFrame }
  | { readonly t: 'clientGone'; readonly client: number }
  | { readonly t: 'stop' };

/** Engine to main. `beat` comes every second from the event loop: silence means that it hangs. */
export type EngineToHost =
  | {
      readonly t: 'ready';
      readonly listeners: readonly ListenerStatus[];
      readonly url: string | null;
      readonly version: string;
    }
  | { readonly t: 'beat' }
  | { readonly t: 'control'; readonly client: number; readonly frame: ServerFrame }
  | { readonly t: 'failed'; readonly failure: StartFailure }
  | { readonly t: 'stopped' };

/** How the engine is doing, as its supervisor sees it; shown by window and tray. Times in ms. */
export type EngineState =
  | { readonly phase: 'starting'; readonly attempt: number }
  | {
      readonly phase: 'running';
      readonly pid: number;
      readonly since: number;
      readonly listeners: readonly ListenerStatus[];
    }
  | { readonly phase: 'waiting'; readonly attempt: number; readonly retryAt: number; readonly reason: string }
  | { readonly phase: 'crashLoop'; readonly attempts: number; readonly reason: string; readonly output: string }
  | { readonly phase: 'failed'; readonly failure: StartFailure }
  | { readonly phase: 'stopping' }
  | { readonly phase: 'stopped' };
