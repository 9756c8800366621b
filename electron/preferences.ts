/** What the window remembers of itself: a small file in its own folder, nothing of it about mail. A broken file counts as none. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Theme } from '../engine/control/desktop-api.ts';
import type { Bounds } from './window-bounds.ts';

export interface Preferences {
  readonly bounds?: Bounds;
  readonly maximized?: boolean;
  readonly theme?: Theme;
  readonly language?: 'en' | 'tr';
  /** Zoom factor of the page, 0.8 to 2. */
  readonly zoom?: number;
  readonly closeNoticeShown?: boolean;
  readonly keepAwake?: boolean;
}

export const isTheme = (value: unknown): value is Theme => value === 'system' || value === 'light' || value === 'dark';
export const isLanguage = (value: unknown): value is 'en' | 'tr' => value === 'en' || value === 'tr';
const isBounds = (value: unknown): value is Bounds =>
  typeof value === 'object' &&
  value !== null &&
  (['x', 'y', 'width', 'height'] as const).every((side) =>
    Number.isSafeInteger((value as Record<string, unknown>)[side]),
  );
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isZoom = (value: unknown): value is number => typeof value === 'number' && value >= 0.8 && value <= 2;

const CHECKS: { readonly [K in keyof Required<Preferences>]: (value: unknown) => boolean } = {
  bounds: isBounds,
  maximized: isBoolean,
  theme: isTheme,
  language: isLanguage,
  zoom: isZoom,
  closeNoticeShown: isBoolean,
  keepAwake: isBoolean,
};

export class PreferenceFile {
  readonly #file: string;
  readonly #warn: (sentence: string) => void;
  #values: Preferences;

  constructor(folder: string, warn: (sentence: string) => void) {
    this.#file = path.join(folder, 'window.json');
    this.#warn = warn;
    this.#values = this.#read();
  }

  get values(): Preferences {
    return this.#values;
  }

  update(changed: Preferences): void {
    this.#values = { ...this.#values, ...changed };
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true });
      writeFileSync(`${this.#file}.new`, JSON.stringify(this.#values, null, 1));
      renameSync(`${this.#file}.new`, this.#file);
    } catch (error) {
      // The window works without its memory; a full disk must not end it.
      this.#warn(`The window's settings could not be saved (${(error as Error).message}).`);
    }
  }

  #read(): Preferences {
    try {
      const found: unknown = JSON.parse(readFileSync(this.#file, 'utf8'));
      const known = Object.entries(Object(found)).filter(
        ([name, value]) => Object.hasOwn(CHECKS, name) && CHECKS[name as keyof Preferences](value),
      );
      return Object.fromEntries(known);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        this.#warn(`The window's settings could not be read and start anew (${(error as Error).message}).`);
      }
      return {};
    }
  }
}
