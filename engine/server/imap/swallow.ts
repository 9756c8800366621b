/** Reading past what is refused, so that the next command is found. RFC 7888 4 */
import type { CommandPieces } from '../../protocol/imap/command-framer.ts';
import type { ImapSession } from './imap-session.ts';

/** Reads to the end of the command; `announced`: from a literal not yet taken on. */
export async function swallowCommand(session: ImapSession, announced: boolean): Promise<void> {
  const { connection } = session;
  if (announced) connection.framer.takeLiteral('stream');
  for (;;) {
    const event = await connection.event(session.patienceMs);
    if (event.kind === 'command') return;
    if (event.kind !== 'literal') continue;
    if (event.literal.synchronizing) return connection.framer.takeLiteral('abandon');
    connection.framer.takeLiteral('stream');
  }
}

/** The tag of a command that is not whole; `*` when it has none. */
export function tagOf(pieces: CommandPieces): string {
  const first = typeof pieces[0] === 'string' ? pieces[0] : '';
  return /^[^\x00-\x20\x7f-\xff(){%*"\\+]+(?= )/.exec(first)?.[0] ?? '*';
}
