/** Finds the command, connects to the engine of the data folder, runs it, and says what went wrong with what would be right. */
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { controlClient } from '../../control/client.ts';
import { ControlFailure } from '../../control/contract.ts';
import { connectLocalSocket, type LocalControl } from '../../control/transport/local-socket-client.ts';
import { ArgumentReader } from './arguments.ts';
import { CannotError, UsageError } from './cli-error.ts';
import { COMMANDS, findCommand } from './command-table.ts';
import type { CliContext } from './command.ts';

export interface CliHost {
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: Readable;
  out(text: string): void;
  err(text: string): void;
}
/** @returns the exit code: 0 done, 1 could not be done, 2 the line was wrong */
export async function runCli(words: readonly string[], host: CliHost): Promise<number> {
  if (words.length === 0 || words.includes('--help') || words[0] === 'help') {
    host.out(help());
    return words.length === 0 ? 2 : 0;
  }
  try {
    await runLine(words, host);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      host.err(`postane: ${error.message}\n`);
      return 2;
    }
    if (error instanceof ControlFailure && error.error.field !== undefined) {
      // One value of the line was wrong, and the message says what would be right.
      host.err(`postane: ${error.message}\n`);
      return 2;
    }
    if (error instanceof CannotError || error instanceof ControlFailure) {
      host.err(`postane: ${error.message}\n`);
      return 1;
    }
    throw error;
  }
}

async function runLine(words: readonly string[], host: CliHost): Promise<void> {
  const all = new ArgumentReader(words, '');
  const json = all.flag('--json');
  const data = all.option('--data') ?? host.env.POSTANE_DATA;
  const left = words.filter(
    (word, at) => word !== '--json' && word !== '--data' && words[at - 1] !== '--data' && !word.startsWith('--data='),
  );
  const { command, rest } = findCommand(left);
  if (data === undefined || data === '') throw new UsageError('say which engine: --data DIR, or set POSTANE_DATA');
  const carrier = await connect(data);
  try {
    const context: CliContext = {
      control: controlClient(carrier),
      args: new ArgumentReader(rest, command.usage),
      json,
      readLine: () => firstLine(host.stdin),
      ended: carrier.ended,
      print: host.out,
      show: (value, text) => host.out(json ? `${JSON.stringify(value)}\n` : text()),
    };
    await command.run(context);
  } finally {
    carrier.close();
  }
}

async function connect(data: string): Promise<LocalControl> {
  try {
    return await connectLocalSocket(data);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'EACCES')
      throw new CannotError(`the engine in ${data} belongs to another user of this computer; run this as that user`);
    if (!['ENOENT', 'ECONNREFUSED', 'ENOTSOCK'].includes(code)) throw error;
    throw new CannotError(`no engine runs in ${data}; start it with: postane serve --data ${data}`);
  }
}

async function firstLine(input: Readable): Promise<string> {
  for await (const line of createInterface({ input, crlfDelay: Infinity })) return line;
  throw new UsageError('nothing came on standard input');
}

function help(): string {
  const width = Math.max(...COMMANDS.map(({ usage }) => usage.length));
  const lines = COMMANDS.map(({ usage, what }) => `  postane ${usage.padEnd(width)}  ${what}`);
  return `Usage: postane COMMAND [--data DIR] [--json]\n\n  postane ${'serve --data DIR'.padEnd(width)}  run the mail server without a window\n${lines.join('\n')}\n`;
}
