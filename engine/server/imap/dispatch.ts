/** One command from its line to its one tagged answer; every error is mapped here and nowhere else. RFC 9051 7.1, RFC 5530 */
import { MailError, type MailErrorCode } from '../../model/errors.ts';
import type { CommandPieces } from '../../protocol/imap/command-framer.ts';
import { CommandParser, printable } from '../../protocol/imap/command-parser.ts';
import { ImapSyntaxError, UidRequired } from '../../protocol/imap/imap-syntax-error.ts';
import { humanText } from '../../protocol/imap/response-text.ts';
import { tellChanges, tellPlace } from './changes.ts';
import { COMMANDS } from './command-table.ts';
import { ConnectionEnded, IdleTimeout } from './connection.ts';
import type { AnyCommand, Completion } from './imap-command.ts';
import type { ImapSession } from './imap-session.ts';
import { ImapRefusal } from './refusal.ts';

const RESPONSE_CODE: Record<MailErrorCode, string> = {
  nonexistent: 'NONEXISTENT',
  alreadyExists: 'ALREADYEXISTS',
  cannot: 'CANNOT',
  noPermission: 'NOPERM',
  overQuota: 'OVERQUOTA',
  tooBig: 'TOOBIG',
  limit: 'LIMIT',
  inUse: 'INUSE',
  authFailed: 'AUTHENTICATIONFAILED',
  unavailable: 'UNAVAILABLE',
};

/** Runs one complete command and writes exactly one tagged response (`* BAD` when there is no tag to answer to). */
export async function dispatch(session: ImapSession, pieces: CommandPieces): Promise<void> {
  const line = new CommandParser(pieces, { utf8Names: session.usesUtf8Names });
  let tag = '*';
  let name = '';
  await answer(
    session,
    () => tag,
    async () => {
      const found = line.tag();
      line.space();
      tag = found;
      name = commandName(line);
      const command = COMMANDS.get(name);
      if (command === undefined) throw new ImapSyntaxError(`unknown command ${printable(name)}`);
      return await runCommand(session, command, line, { tag, name });
    },
    () => name,
  );
}

function commandName(line: CommandParser): string {
  const name = line.word('command');
  if (name !== 'UID') return name;
  line.space();
  return `UID ${line.word('command')}`;
}

async function runCommand(
  session: ImapSession,
  command: AnyCommand,
  line: CommandParser,
  said: { tag: string; name: string },
): Promise<Completion> {
  if (!command.states.includes(session.state))
    throw new ImapSyntaxError(`${said.name} is not allowed ${STATE_TEXT[session.state]}`);
  if (session.isUidOnly && BY_NUMBER.has(said.name))
    throw new UidRequired(`${said.name} counts messages by number; after ENABLE UIDONLY there is only its UID form`);
  session.usesNumbers = false;
  const completion = await command.prepare(line)(session, said.tag);
  // RFC 7162 3.2.10.2: a UID SEARCH by message numbers moves none of them.
  const numbersStay = session.usesNumbers && said.name.startsWith('UID ');
  await tellChanges(session, command.mayReportExpunge && !numbersStay);
  return { text: `${said.name} completed`, ...completion };
}

/** What takes or answers message numbers. RFC 9586 3.2 */
const BY_NUMBER: ReadonlySet<string> = new Set([
  'FETCH',
  'STORE',
  'SEARCH',
  'COPY',
  'MOVE',
  'SORT',
  'THREAD',
  'REPLACE',
]);
const STATE_TEXT = {
  notAuthenticated: 'before login',
  authenticated: 'while no mailbox is selected, or after login',
  selected: 'while a mailbox is selected',
  logout: 'after LOGOUT',
};

/** Does the work, writes the tagged answer to it. `name` is for the log. */
export async function answer(
  session: ImapSession,
  tag: () => string,
  work: () => Promise<Completion>,
  name: () => string,
): Promise<void> {
  try {
    const { code, text, isAnswered } = await work();
    if (isAnswered !== true) session.respond.tagged(tag(), 'OK', code ?? null, humanText(text ?? 'completed'));
    session.badCommands = 0;
  } catch (error) {
    if (error instanceof ConnectionEnded || error instanceof IdleTimeout) throw error;
    refuse(session, tag(), error, name());
  }
  await session.respond.flush();
}

function refuse(session: ImapSession, tag: string, error: unknown, name: string): void {
  const { respond } = session;
  if (session.view !== null) tellPlace(session, session.view);
  if (error instanceof ImapSyntaxError) {
    session.badCommands += 1;
    respond.tagged(tag, 'BAD', error.code, humanText(error.message));
  } else if (error instanceof ImapRefusal) {
    respond.tagged(tag, 'NO', error.code, humanText(error.message));
  } else if (error instanceof MailError) {
    respond.tagged(tag, 'NO', RESPONSE_CODE[error.code], humanText(error.message));
  } else {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    session.services.emit('engine.bug', { where: `IMAP ${name}`, error: text }, { session: session.id });
    respond.tagged(tag, 'NO', 'SERVERBUG', 'internal error: the log has the cause');
    return;
  }
  const reason = error.message;
  session.services.emit(
    'imap.refused',
    { peer: session.peer, command: name || 'a line', reason },
    { session: session.id },
  );
}
