import { expect, it } from 'vitest';
import { autostartEntry } from './autostart-entry.ts';

const exec = (...command: string[]): string | undefined =>
  autostartEntry('Postane', command).match(/^Exec=(.*)$/m)?.[1];
const table: [string[], string][] = [
  [['/opt/Postane/postane', '--hidden'], '"/opt/Postane/postane" "--hidden"'],
  [['/home/a b/x'], '"/home/a b/x"'],
  [['/a"b'], '"/a\\\\"b"'],
  [['/a$HOME`x`'], '"/a\\\\$HOME\\\\`x\\\\`"'],
  [['/a\\b'], '"/a\\\\\\\\b"'],
  [['/100%/x'], '"/100%%/x"'],
  [['/a\nExec=evil'], '"/a\\nExec=evil"'],
];
it.each(table)('%j', (command, line) => expect(exec(...command)).toBe(line));
