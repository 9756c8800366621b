/** The test's side of fake-desktop.py: reads the tray and presses its menu as a desktop would, over a D-Bus session. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { endProcess } from './desktop-session.ts';

export interface TrayItem {
  readonly id: string;
  readonly tip: string;
  readonly icons: readonly (readonly [width: number, height: number])[];
}
export interface MenuEntry {
  readonly label?: string;
  readonly enabled?: boolean;
  readonly type?: string;
  readonly 'toggle-state'?: number;
}
export interface Note {
  readonly app: string;
  readonly title: string;
  readonly body: string;
}
export interface FakeDesktop {
  items(): Promise<readonly TrayItem[]>;
  menu(): Promise<readonly MenuEntry[]>;
  click(label: string): Promise<void>;
  /** A click on the icon itself. */
  activate(): Promise<void>;
  notes(): Promise<readonly Note[]>;
  /** A click on a notification, counted from 1. */
  press(note: number): Promise<void>;
  close(): Promise<void>;
}

/** Start it before the app: a tray looks for its desktop once. @param env of the DesktopSession */
export async function startFakeDesktop(env: Readonly<Record<string, string>>): Promise<FakeDesktop> {
  const script = path.join(import.meta.dirname, 'fake-desktop.py');
  const child = spawn('/usr/bin/python3', [script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const line = await lines.next();
    if (line.done) throw new Error('the stand-in desktop ended');
    return JSON.parse(line.value);
  };
  const ask = async (command: string): Promise<unknown> => {
    child.stdin.write(`${command}\n`);
    const answer = await next();
    if (typeof answer === 'object' && answer !== null && 'error' in answer)
      throw new Error(`${command}: ${String(answer.error)}`);
    return answer;
  };
  await next();
  return {
    items: async () => (await ask('items')) as TrayItem[],
    menu: async () => (await ask('menu')) as MenuEntry[],
    click: async (label) => void (await ask(`click ${label}`)),
    activate: async () => void (await ask('activate')),
    notes: async () => (await ask('notes')) as Note[],
    press: async (note) => void (await ask(`press ${note}`)),
    close: () => endProcess(child),
  };
}
