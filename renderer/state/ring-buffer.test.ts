import { describe, expect, it } from 'vitest';
import { RingBuffer } from './ring-buffer.ts';

describe('a ring of lines', () => {
  it('numbers lines and lets the oldest fall', () => {
    const ring = new RingBuffer<string>(3);
    for (const line of ['a', 'b', 'c', 'd', 'e']) ring.push(line);
    expect([ring.first, ring.next, ring.size]).toEqual([2, 5, 3]);
    expect([1, 2, 3, 4, 5].map((number) => ring.at(number))).toEqual([undefined, 'c', 'd', 'e', undefined]);
  });
  it('goes on counting after it was emptied', () => {
    const ring = new RingBuffer<string>(2);
    ring.push('a');
    ring.clear();
    expect([ring.size, ring.at(0)]).toEqual([0, undefined]);
    expect(ring.push('b')).toBe(1);
    expect(ring.at(1)).toBe('b');
  });
});
