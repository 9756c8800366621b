/** Makes the engine write log lines at a steady pace: one SMTP client whose every recipient is refused, each refusal a line. */
import { once } from 'node:events';
import { connect } from 'node:net';

const TICK_MS = 25;

export interface LogFlood {
  /** Lines the engine has answered for so far. */
  readonly lines: number;
  setPace(linesPerSecond: number): void;
  stop(): Promise<void>;
}

/** The engine must run with `limits.mode=off`: it ends the sessions of those who are refused too often. */
export async function startLogFlood(port: number, linesPerSecond: number): Promise<LogFlood> {
  const socket = connect(port, '127.0.0.1');
  let lines = 0;
  let rest = '';
  socket.setEncoding('utf8').on('data', (text) => {
    const parts = (rest + text).split('\r\n');
    rest = parts.pop() ?? '';
    lines += parts.filter((line) => line.startsWith('550 ')).length;
  });
  await once(socket, 'connect');
  await until(() => rest === '' && socket.bytesRead > 0);
  socket.write('EHLO flood.test\r\nMAIL FROM:<flood@uzak.test>\r\n');
  let pace = linesPerSecond;
  let asked = 0;
  let began = performance.now();
  let before = 0;
  const timer = setInterval(() => {
    const due = before + (pace * (performance.now() - began)) / 1000;
    // A slow engine is not buried: what it has not answered yet is not asked again.
    const count = Math.min(Math.floor(due) - asked, 2 * pace + 100 - (asked - lines));
    if (count <= 0) return;
    let text = '';
    for (let index = 0; index < count; index += 1) text += `RCPT TO:<nobody-${asked + index}@elsewhere.test>\r\n`;
    asked += count;
    socket.write(text);
  }, TICK_MS);
  return {
    get lines() {
      return lines;
    },
    setPace(next) {
      before = asked;
      began = performance.now();
      pace = next;
    },
    async stop() {
      clearInterval(timer);
      socket.destroy();
      if (!socket.closed) await once(socket, 'close');
    },
  };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
