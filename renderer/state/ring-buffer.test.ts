import { describe, expect, it } from 'vitest';
import { RingBuffer } from './ring-buffer.ts';

describe('a ring of lines', () => {
  it('numbers lines and lets the oldest fall', () => {
    const ring = new RingBuffer<string>(3);
    for (const line of ['a', 'b', 'c', 'd', 'e']) ring.push(line);
    expect([ring.first, ring.next, ring.size]).toEqual([2, 5, 3]);
    expect([1, 2, 3, 4, 5].map((number) => ring.at(number))).toEqual([undefined, 'c', 'd', 'e', undefined]);
  });
  it('drops many at once where it has slack', () => {
    const ring = new RingBuffer<number>(3, 2);
    const sizes = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((line) => {
      ring.push(line);
      return ring.size;
    });
    expect(sizes).toEqual([1, 2, 3, 4, 5, 3, 4, 5, 3]);
    expect([ring.at(5), ring.at(6), ring.at(8)]).toEqual([undefined, 7, 9]);
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
