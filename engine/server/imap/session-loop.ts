/**
 * A session from greeting to goodbye: reads commands one after the other, decides about literals before their octets
 * come, ends by time-out, limit or wish. RFC 9051 3, 5.4, 7.1.5 (BYE), RFC 7888 4 (literals that are too large).
 */
import { announcesMessage } from '../../protocol/imap/append-arguments.ts';
import type { CommandPieces, FramerEvent } from '../../protocol/imap/command-framer.ts';
import { ImapSyntaxError } from '../../protocol/imap/imap-syntax-error.ts';
import { humanText } from '../../protocol/imap/response-text.ts';
import { capabilities } from './capabilities.ts';
import { runAppend } from './append/run-append.ts';
import { ConnectionEnded, IdleTimeout } from './connection.ts';
import { dispatch } from './dispatch.ts';
import type { ImapSession } from './imap-session.ts';
import { swallowCommand, tagOf } from './swallow.ts';

/** Octets of an unwanted non-synchronising literal we read past rather than hang up. */
const SWALLOW_LIMIT_BYTES = 1024 * 1024;

/** @returns why the session ended, for the log */
export async function runSession(session: ImapSession): Promise<string> {
  const { respond, connection } = session;
  try {
    respond.untagged(`OK [CAPABILITY ${capabilities(session)}] Postane ready`);
    await respond.flush();
    while (session.state !== 'logout') await step(session);
    await connection.close();
    return 'logout';
  } catch (error) {
    if (error instanceof ConnectionEnded) {
      connection.destroy(error.message);
      return error.message;
    }
    const reason = goodbyeReason(session, error);
    if (reason === null)
      session.services.emit('engine.bug', { where: 'IMAP session', error: String(error) }, { session: session.id });
    await sayGoodbye(session, reason ?? 'internal error');
    return reason ?? String(error);
  } finally {
    session.end();
  }
}

/** What the client is told; null for a failure of ours. */
function goodbyeReason(session: ImapSession, error: unknown): string | null {
  if (error instanceof Goodbye) return error.message;
  if (!(error instanceof IdleTimeout)) return null;
  return session.state === 'notAuthenticated' ? 'no login within the time allowed' : error.message;
}

/** Ends the session with a BYE that says why. */
export class Goodbye extends Error {
  override readonly name = 'Goodbye';
}

export async function sayGoodbye(session: ImapSession, reason: string): Promise<void> {
  try {
    session.respond.untagged(`BYE ${humanText(reason)}`);
    await session.connection.close();
  } catch (error) {
    session.connection.destroy(reason);
    if (!(error instanceof ConnectionEnded || error instanceof IdleTimeout)) throw error;
  }
}

async function step(session: ImapSession): Promise<void> {
  let event: FramerEvent;
  try {
    event = await nextEvent(session);
  } catch (error) {
    if (!(error instanceof ImapSyntaxError)) throw error;
    session.badCommands += 1;
    session.respond.untagged(`BAD ${humanText(error.message)}`);
    await session.respond.flush();
    return assertPatience(session);
  }
  if (event.kind === 'command') await dispatch(session, event.pieces);
  else if (event.kind === 'literal') await takeLiteral(session, event);
  assertPatience(session);
}

/** Meanwhile, what NOTIFY asked for is told. RFC 5465 3.1 */
async function nextEvent(session: ImapSession): Promise<FramerEvent> {
  const { connection, respond } = session;
  if (session.notifier === null) return connection.event(session.patienceMs);
  let isOver = false;
  // A value either way: telling may fail first, and then nobody would be waiting for a rejection.
  const event = connection
    .event(session.patienceMs)
    .then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    )
    .finally(() => (isOver = true));
  while (!isOver && session.notifier !== null) {
    await session.notifier.tell();
    await respond.flush();
    await Promise.race([event, ...(session.notifier === null ? [] : [session.notifier.news()])]);
  }
  const outcome = await event;
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}

function assertPatience(session: ImapSession): void {
  const { limits } = session.services;
  if (session.badCommands >= limits.badCommandsInARow)
    throw new Goodbye(`${session.badCommands} bad commands in a row`);
  if (session.failedLogins >= limits.failedLogins) throw new Goodbye(`${session.failedLogins} failed logins`);
}

async function takeLiteral(session: ImapSession, event: Extract<FramerEvent, { kind: 'literal' }>): Promise<void> {
  const { connection, respond, services } = session;
  const { literal, pieces } = event;
  if (announcesMessage(pieces) && session.state !== 'notAuthenticated') return runAppend(session, event);
  const limit =
    session.state === 'notAuthenticated' ? services.limits.literalBytesBeforeLogin : services.limits.literalBytes;
  if (keptBytes(pieces) + literal.sizeBytes <= limit) {
    connection.framer.takeLiteral('keep');
    if (!literal.synchronizing) return;
    respond.add('+ go on\r\n');
    return respond.flush();
  }
  session.badCommands += 1;
  respond.add(`${tagOf(pieces)} BAD [TOOBIG] literals of one command may have at most ${limit} octets\r\n`);
  await respond.flush();
  if (literal.synchronizing) return connection.framer.takeLiteral('abandon');
  if (literal.sizeBytes > SWALLOW_LIMIT_BYTES) throw new Goodbye('the literal is too large');
  await swallowCommand(session, true);
}

function keptBytes(pieces: CommandPieces): number {
  return pieces.reduce((sum, piece) => sum + (typeof piece === 'string' ? 0 : piece.length), 0);
}
