/** How this page reaches the engine, and how the engine is doing where the desktop program tells. */
import { create } from 'zustand';
import type { EngineState } from '../../engine/control/host-messages.ts';
import type { Link } from '../api/carrier.ts';

interface ConnectionState {
  readonly link: Link;
  /** When the link was last seen open, Unix ms: what is shown is as of then. */
  readonly lastOpenAt: number | null;
  /** null in a browser, which sees only the link. */
  readonly engine: EngineState | null;
  /** Whether the last one-time link was no longer good. */
  readonly linkRefused: boolean;
  readonly setLink: (link: Link, now: number) => void;
  readonly setEngine: (engine: EngineState) => void;
  readonly setLinkRefused: (linkRefused: boolean) => void;
}
export const useConnection = create<ConnectionState>((set) => ({
  link: 'connecting',
  lastOpenAt: null,
  engine: null,
  linkRefused: false,
  setLink: (link, now) =>
    set((state) => ({ link, lastOpenAt: link === 'open' || state.link === 'open' ? now : state.lastOpenAt })),
  setEngine: (engine) => set({ engine }),
  setLinkRefused: (linkRefused) => set({ linkRefused }),
}));
