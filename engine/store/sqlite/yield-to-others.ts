/** A thread whose work can wait lets mail go first. Only Linux counts priority per thread; elsewhere it would slow the whole engine. */
import { setPriority } from 'node:os';

const NICE = 19;

export function yieldToOthers(): void {
  if (process.platform === 'linux') setPriority(NICE);
}
