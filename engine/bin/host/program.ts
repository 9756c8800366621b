/** What the programs around the engine know of themselves: their version and where the built screens lie. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import manifest from '../../../package.json' with { type: 'json' };

export const VERSION = manifest.version;

/** @param programFolder of the running program: engine/bin in a checkout, dist/engine when built. @returns null when the screens are not built */
export function screensFolder(programFolder: string): string | null {
  const places = [path.join(programFolder, '..', 'renderer'), path.join(programFolder, '..', '..', 'dist', 'renderer')];
  return places.find((place) => existsSync(path.join(place, 'index.html'))) ?? null;
}
