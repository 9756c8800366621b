import { expect, it } from 'vitest';
import { fileFor } from './app-files.ts';

const table: [string, string | undefined][] = [
  ['app://postane/', '/r/index.html'],
  ['app://postane', '/r/index.html'],
  ['app://postane/assets/a.js?x=1#y', '/r/assets/a.js'],
  ['app://postane/a/../b.js', '/r/b.js'],
  ['app://postane/../../etc/passwd', '/r/etc/passwd'],
  ['app://postane/..%2f..%2fetc/passwd', undefined],
  ['app://postane/%2e%2e%2f%2e%2e%2fetc/passwd', undefined],
  ['app://postane/..%2fr-other/x', undefined],
  ['app://postane/..%5c..%5cwindows', undefined],
  ['app://postane/%00', undefined],
  ['app://postane/%E0%A4%A', undefined],
  ['app://other/index.html', undefined],
  ['app://postane.evil/index.html', undefined],
  ['file:///etc/passwd', undefined],
];
it.each(table)('%s is %s', (address, file) => expect(fileFor(address, '/r')).toBe(file));
