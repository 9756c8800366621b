/**
 * What the desktop window's page finds as `window.postane`: the carrier of control frames, the engine's life, and the few things that
 * only the program around the page can do. Absent in a browser. Every function is checked again on the other side.
 */
import type { ClientFrame, ServerFrame } from './frames.ts';
import type { EngineState } from './host-messages.ts';

export type Theme = 'system' | 'light' | 'dark';

export interface DesktopApi {
  readonly platform: 'linux' | 'darwin' | 'win32';
  /**
   * Sends one frame to the engine, at most 1 MiB as JSON. A call that the engine cannot hear is answered with `unavailable`.
   * When the engine ends, every open call and subscription gets `unavailable` once; the page subscribes again when it runs again.
   */
  send(frame: ClientFrame): void;
  /** @returns the function that ends the listening */
  onFrame(listener: (frame: ServerFrame) => void): () => void;
  engineState(): Promise<EngineState>;
  onEngineState(listener: (state: EngineState) => void): () => void;
  /** Stops the engine if it runs, forgets its crashes and starts it. */
  restartEngine(): Promise<void>;

  /** Opens a web or mail address in the person's own program; resolves with false for anything else. */
  openExternal(url: string): Promise<boolean>;
  copyText(text: string): Promise<void>;
  /** Asks for a place and writes the bytes (at most 16 MiB) there. @returns false when the person cancelled */
  saveFile(suggestedName: string, bytes: Uint8Array): Promise<boolean>;

  setTheme(theme: Theme): Promise<void>;
  /** Language of menu, tray and notifications. */
  setLanguage(language: 'en' | 'tr'): Promise<void>;
  getLaunchAtLogin(): Promise<boolean>;
  setLaunchAtLogin(on: boolean): Promise<void>;
  /** Whether this computer is kept from sleeping while Postane is open. */
  getKeepAwake(): Promise<boolean>;
  setKeepAwake(on: boolean): Promise<void>;
  /** Quits after asking, because mail stops. */
  quit(): Promise<void>;
}
