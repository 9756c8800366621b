/** A desktop of its own for a test: an X server that draws nowhere, and a D-Bus session. Needs Debian's xvfb and dbus. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export interface DesktopSession {
  /** DISPLAY and DBUS_SESSION_BUS_ADDRESS. */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** @param screen size of the screen in pixels */
export async function startDesktopSession(screen = { width: 1400, height: 900 }): Promise<DesktopSession> {
  const geometry = `${screen.width}x${screen.height}x24`;
  const display = await programWithLine('Xvfb', ['-displayfd', '1', '-screen', '0', geometry, '-nolisten', 'tcp']);
  const bus = await programWithLine('dbus-daemon', ['--session', '--nofork', '--print-address']);
  return {
    env: { DISPLAY: `:${display.line}`, DBUS_SESSION_BUS_ADDRESS: bus.line },
    async close() {
      await endProcess(bus.child);
      await endProcess(display.child);
    },
  };
}

/** Starts a program and waits for the first line it prints. */
async function programWithLine(
  program: string,
  args: readonly string[],
): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  // A test that dies leaves no screen behind.
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  const line = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${program} ended at once (${code})`)));
    createInterface({ input: child.stdout as Readable }).once('line', resolve);
  });
  return { child, line };
}

/** SIGTERM, and SIGKILL after two seconds; resolves when the process is gone. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const limit = setTimeout(() => child.kill('SIGKILL'), 2_000);
  await gone;
  clearTimeout(limit);
}
