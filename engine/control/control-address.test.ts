import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { controlAddress, makeOwnFolder, requireOwnFolder } from './control-address.ts';

const base = mkdtempSync(path.join(tmpdir(), 'postane-address-'));
afterAll(() => rmSync(base, { recursive: true }));

test('a short folder holds its own socket, Windows names a pipe after the folder', () => {
  expect(controlAddress('/srv/mail', 'linux')).toEqual({ address: '/srv/mail/control.sock', folder: null });
  expect(controlAddress('/srv/mail', 'win32').address).toMatch(/^\\\\\.\\pipe\\postane-[0-9a-f]{16}$/);
});
test('a long folder gets a short address in a folder of its owner', () => {
  const long = path.join(base, 'a'.repeat(90));
  mkdirSync(long);
  const { address, folder } = controlAddress(long, 'linux');
  expect(folder).toBe(`/tmp/postane-${process.getuid?.()}`);
  expect(address.length).toBeLessThanOrEqual(100);
  expect(controlAddress(path.join(base, 'b'.repeat(90)), 'linux').address).not.toBe(address);
});
test('a folder that others can write in is not used', () => {
  const own = path.join(base, 'own');
  makeOwnFolder(own, base);
  expect(() => requireOwnFolder(own, base)).not.toThrow();
  chmodSync(own, 0o777);
  expect(() => makeOwnFolder(own, base)).toThrow(/owner alone/);
});
