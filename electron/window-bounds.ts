/** Where the window opens: where it was, if that can still be seen and held; else at the system's choice in its usual size. */

export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export type OpeningBounds = {
  readonly width: number;
  readonly height: number;
  readonly x?: number;
  readonly y?: number;
};

export const LEAST_SIZE = { width: 960, height: 640 };
const USUAL_SIZE = { width: 1280, height: 820 };
/** So much of the window's top edge has to be on a display, or nobody can take hold of it. */
const GRIP = { width: 120, height: 40 };

/** @param workAreas of the displays there are now */
export function openingBounds(saved: Bounds | undefined, workAreas: readonly Bounds[]): OpeningBounds {
  if (!saved) return USUAL_SIZE;
  const size = { width: Math.max(saved.width, LEAST_SIZE.width), height: Math.max(saved.height, LEAST_SIZE.height) };
  const top = { x: saved.x, y: saved.y, width: size.width, height: GRIP.height };
  return workAreas.some((area) => holds(area, top)) ? { x: saved.x, y: saved.y, ...size } : size;
}

function holds(area: Bounds, top: Bounds): boolean {
  const width = Math.min(area.x + area.width, top.x + top.width) - Math.max(area.x, top.x);
  const height = Math.min(area.y + area.height, top.y + top.height) - Math.max(area.y, top.y);
  return width >= GRIP.width && height >= GRIP.height;
}
