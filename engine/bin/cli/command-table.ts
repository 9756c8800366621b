/** All commands of the command line, in the order of its help. */
import { accountCommands } from './account-commands.ts';
import { aliasCommands } from './alias-commands.ts';
import { appPasswordCommands } from './app-password-commands.ts';
import { certCommands } from './cert-commands.ts';
import { UsageError } from './cli-error.ts';
import type { CliCommand } from './command.ts';
import { dnsCommands } from './dns-commands.ts';
import { domainCommands } from './domain-commands.ts';
import { eventCommands } from './event-commands.ts';
import { queueCommands } from './queue-commands.ts';
import { searchCommands } from './search-commands.ts';
import { sessionCommands } from './session-commands.ts';
import { statusCommands } from './status-commands.ts';
import { traceCommands } from './trace-commands.ts';

export const COMMANDS: readonly CliCommand[] = [
  ...domainCommands,
  ...accountCommands,
  ...appPasswordCommands,
  ...aliasCommands,
  ...queueCommands,
  ...sessionCommands,
  ...searchCommands,
  ...traceCommands,
  ...dnsCommands,
  ...certCommands,
  ...statusCommands,
  ...eventCommands,
];

/** The words that name a command: those in lower case at the head of its usage. */
const nameOf = (command: CliCommand): string[] => {
  const words = command.usage.split(' ');
  const end = words.findIndex((word) => !/^[a-z-]+$/.test(word) || word.startsWith('-'));
  return end < 0 ? words : words.slice(0, end);
};

/** @throws UsageError that names the nearest commands */
export function findCommand(words: readonly string[]): {
  readonly command: CliCommand;
  readonly rest: readonly string[];
} {
  for (const command of COMMANDS) {
    const name = nameOf(command);
    if (name.every((word, at) => words[at] === word)) return { command, rest: words.slice(name.length) };
  }
  const near = COMMANDS.filter((command) => nameOf(command)[0] === words[0]);
  const known = (near.length > 0 ? near : COMMANDS).map((command) => nameOf(command).join(' '));
  throw new UsageError(`there is no command "${words.join(' ')}"; there is: ${[...new Set(known)].join(', ')}`);
}
