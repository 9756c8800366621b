/** Measures in the page itself: how long after a key its letter is painted, and how many pictures a second a scroll gets. */
import type { Page } from 'playwright-core';

export interface KeyTime {
  readonly value: string;
  /** From the key to the picture that shows it. */
  readonly ms: number;
}
export interface FrameCount {
  readonly framesPerSecond: number;
  readonly longestMs: number;
}
interface Measures {
  keyTimes: KeyTime[];
}

/** Begins to note the time of each key that changes a text field. */
export async function watchKeys(page: Page): Promise<() => Promise<readonly KeyTime[]>> {
  await page.evaluate(() => {
    const keyTimes: KeyTime[] = [];
    (globalThis as unknown as Measures).keyTimes = keyTimes;
    let pressedAt = 0;
    document.addEventListener('keydown', (event) => (pressedAt = event.timeStamp), true);
    document.addEventListener('input', (event) => {
      const from = pressedAt;
      // The frame after the change paints it; a message that is sent in its callback comes when that is done.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () =>
          keyTimes.push({ value: (event.target as HTMLInputElement).value, ms: performance.now() - from });
        port2.postMessage(null);
      });
    });
  });
  return () => page.evaluate(() => (globalThis as unknown as Measures).keyTimes);
}

/** Scrolls an element up and down by so many pixels in each frame, for so long. */
export function scrollThrough(page: Page, selector: string, pixels: number, forMs: number): Promise<FrameCount> {
  return page.evaluate(
    ([selector, pixels, forMs]) =>
      new Promise<FrameCount>((resolve) => {
        const element = document.querySelector(selector)!;
        let step = -pixels;
        let frames = 0;
        let longestMs = 0;
        let began = 0;
        let last = 0;
        const frame = (now: number): void => {
          if (began === 0) began = now;
          else {
            frames += 1;
            longestMs = Math.max(longestMs, now - last);
          }
          last = now;
          if (now - began >= forMs) return resolve({ framesPerSecond: (frames * 1000) / (now - began), longestMs });
          if (element.scrollTop <= 0) step = pixels;
          else if (element.scrollTop + element.clientHeight >= element.scrollHeight) step = -pixels;
          element.scrollTop += step;
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    [selector, pixels, forMs] as const,
  );
}

/** The value that so large a share stays below. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
