/** Threads as nested lists. RFC 5256 5 (thread-list) */

/**
 * @param numbers messages depth first; 0 where a thread's first message is missing
 * @param depths of each, 0 for the first of a thread
 */
export function formatThreads(numbers: ArrayLike<number>, depths: ArrayLike<number>): string {
  const children = childCounts(depths);
  const pieces: string[] = [];
  /** By depth: whether the message opened a list of its own. */
  const opened: boolean[] = [];
  const closeTo = (depth: number): void => {
    while (opened.length > depth) if (opened.pop() === true) pieces.push(')');
  };
  /** Where the message at each depth stands. */
  const path: number[] = [];
  for (let i = 0; i < numbers.length; i += 1) {
    const depth = depths[i] as number;
    closeTo(depth);
    const parent = depth === 0 ? -1 : (path[depth - 1] as number);
    const follows = parent !== -1 && numbers[parent] !== 0;
    const opens = parent === -1 || children[parent] !== 1;
    // A space stands before the first list after a number, and before a number that goes on in the same list.
    if (follows && (!opens || parent === i - 1)) pieces.push(' ');
    if (opens) pieces.push('(');
    if (numbers[i] !== 0) pieces.push(String(numbers[i]));
    opened.push(opens);
    path[depth] = i;
  }
  closeTo(0);
  return pieces.join('');
}

function childCounts(depths: ArrayLike<number>): Int32Array {
  const counts = new Int32Array(depths.length);
  const path: number[] = [];
  for (let i = 0; i < depths.length; i += 1) {
    const depth = depths[i] as number;
    path[depth] = i;
    if (depth > 0) counts[path[depth - 1] as number]! += 1;
  }
  return counts;
}
