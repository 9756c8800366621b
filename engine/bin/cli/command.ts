/** What one command of the command line is made of. */
import type { ControlClient } from '../../control/client.ts';
import type { ArgumentReader } from './arguments.ts';

export interface CliContext {
  readonly control: ControlClient;
  readonly args: ArgumentReader;
  readonly json: boolean;
  /** One line of stdin without its end. */
  readLine(): Promise<string>;
  /** Resolves when the engine ends or the person interrupts. */
  readonly ended: Promise<void>;
  print(text: string): void;
  /** JSON for programs with --json, else the text for people. */
  show(value: unknown, text: () => string): void;
}
export interface CliCommand {
  /** `domain add NAME`: the words that name it are those in lower case at its head. */
  readonly usage: string;
  readonly what: string;
  run(context: CliContext): Promise<void>;
}
export function command(usage: string, what: string, run: CliCommand['run']): CliCommand {
  return { usage, what, run };
}
