import { describe, expect, it } from 'vitest';
import { createFormats } from './formats.ts';

const en = createFormats('en');
const tr = createFormats('tr');
const at = new Date(2026, 8, 5, 14, 3, 9, 70).getTime();

describe('sizes', () => {
  it.each([
    [0, '0 byte', '0 bayt'],
    [999, '999 byte', '999 bayt'],
    [48_000, '48 kB', '48 kB'],
    [12_345_678, '12.3 MB', '12,3 MB'],
    [999_950_000, '1 GB', '1 GB'],
    [1_200_000_000, '1.2 GB', '1,2 GB'],
  ])('%d bytes', (bytes, english, turkish) => {
    expect(en.bytes(bytes)).toBe(english);
    expect(tr.bytes(bytes)).toBe(turkish);
  });
});
describe('numbers and dates', () => {
  it('groups digits as the language does', () => {
    expect(en.number(1_234_567.89)).toBe('1,234,567.89');
    expect(tr.number(1_234_567.89)).toBe('1.234.567,89');
    expect([en.percent(1.25), tr.percent(0.8)]).toEqual(['125%', '%80']);
  });
  it('writes the clock with 24 hours', () => {
    expect(en.time(at)).toBe('14:03');
    expect(tr.timeSeconds(at)).toBe('14:03:09');
    expect(tr.timeMillis(at)).toBe('14:03:09,070');
    expect(en.time(new Date(2026, 0, 1, 0, 5).getTime())).toBe('00:05');
  });
  it('writes dates', () => {
    expect(tr.dateTime(at)).toBe('5 Eyl 2026 14:03');
    expect(en.day(at)).toBe('5 Sept 2026');
  });
  it('shortens what is near', () => {
    expect(tr.shortTime(at, at + 1000)).toBe('14:03');
    expect(tr.shortTime(at, at + 3 * 86_400_000)).toBe('5 Eyl 14:03');
    expect(tr.shortTime(at, at + 300 * 86_400_000)).toBe('5 Eyl 2026 14:03');
  });
});
describe('spans', () => {
  it('says how far away', () => {
    expect(tr.relative(at, at + 180_000)).toBe('3 dakika önce');
    expect(en.relative(at + 540_000, at)).toBe('in 9 minutes');
    expect(en.relative(at, at + 86_400_000)).toBe('1 day ago');
  });
  it('keeps the two largest parts', () => {
    expect(en.duration(6 * 86_400_000 + 4 * 3_600_000 + 59_000)).toBe('6 days 4 hrs');
    expect(tr.duration(6 * 86_400_000 + 4 * 3_600_000)).toBe('6 gün 4 sa.');
    expect(en.duration(3_600_000)).toBe('1 hr');
    expect(en.duration(0)).toBe('0 secs');
  });
  it('keeps short spans exact', () => {
    expect(en.exactDuration(1120)).toBe('1.12 secs');
    expect(tr.exactDuration(40)).toBe('40 msn');
  });
  it('sorts as the language does', () => {
    expect(['ı', 'i', 'h', 'ç', 'c'].sort(tr.compare)).toEqual(['c', 'ç', 'h', 'ı', 'i']);
  });
});
