/** SP mailbox, and nothing more. */
import type { CommandParser } from '../../protocol/imap/command-parser.ts';

export function mailboxArgument(line: CommandParser): string {
  line.space();
  const name = line.mailbox();
  line.end();
  return name;
}
