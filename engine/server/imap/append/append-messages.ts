/**
 * APPEND and REPLACE: messages into a mailbox, streamed to a bounded spool, refused before their octets come when they can
 * be. RFC 9051 6.3.12, RFC 3502 (several at once, all or none), RFC 4315 (APPENDUID), RFC 4469 (CATENATE), RFC 7889
 * (APPENDLIMIT), RFC 8508 (REPLACE)
 */
import { MailError } from '../../../model/errors.ts';
import type { Mailbox } from '../../../model/mailbox.ts';
import type { CommandPieces, FramerEvent } from '../../../protocol/imap/command-framer.ts';
import type { CommandParser } from '../../../protocol/imap/command-parser.ts';
import { ImapSyntaxError, UidRequired } from '../../../protocol/imap/imap-syntax-error.ts';
import { formatSet } from '../../../protocol/imap/sequence-set.ts';
import type { Replaced } from '../../../store/intake-store.ts';
import { tellChanges, tellRemoved } from '../changes.ts';
import type { Completion } from '../imap-command.ts';
import type { ImapSession } from '../imap-session.ts';
import { assertRight } from '../mailbox-access.ts';
import { ImapRefusal } from '../refusal.ts';
import { assertWritable } from '../selection.ts';
import { AppendReader, type AppendedMessage } from './append-reader.ts';
import { urlOctets } from './url-octets.ts';

type Verb = 'APPEND' | 'REPLACE' | 'UID REPLACE';

/** A command that came whole: all its parts are URLs. */
export function appendWhole(session: ImapSession, pieces: CommandPieces): Promise<Completion> {
  return appendFrom(session, { kind: 'command', pieces });
}

/** Reads the command from there on, and does it. */
export async function appendFrom(
  session: ImapSession,
  first: Extract<FramerEvent, { kind: 'literal' | 'command' }>,
): Promise<Completion> {
  const reader = new AppendReader(session, first, (url) => urlOctets(session, url));
  try {
    const { line } = reader;
    line.tag();
    line.space();
    const verb = readVerb(line);
    const replaced = verb === 'APPEND' ? null : await readReplaced(session, line, verb);
    line.space();
    const mailbox = await targetMailbox(session, line.mailbox());
    const messages = await readMessages(reader, verb);
    const added = messages.map(({ body, options }) => ({
      body,
      flags: options.flags,
      internalDate: options.internalDate,
    }));
    const receipt = await session.store.intake.append(mailbox.id, added, session.viewer, replaced ?? undefined);
    const uids = formatSet(receipt.stored.map(({ uid }) => uid));
    const code = `APPENDUID ${receipt.stored[0]?.uidValidity ?? mailbox.uidValidity} ${uids}`;
    // RFC 8508 4: the client learns the new uid before the old message is told to be gone.
    if (replaced !== null) session.respond.untagged(`OK [${code}] the new message is stored`);
    if (replaced !== null) await tellRemoved(session, Uint32Array.of(replaced.uid));
    await tellChanges(session, true);
    return { text: `${verb} completed`, ...(replaced === null ? { code } : {}) };
  } finally {
    await reader.finish();
  }
}

function readVerb(line: CommandParser): Verb {
  const word = line.oneOf(['APPEND', 'REPLACE', 'UID'], 'command');
  if (word !== 'UID') return word;
  line.space();
  line.oneOf(['REPLACE'], 'command');
  return 'UID REPLACE';
}

async function targetMailbox(session: ImapSession, name: string): Promise<Mailbox> {
  const mailbox = await session.store.mailboxes.find(session.viewer, name);
  if (mailbox === null) throw new ImapRefusal('TRYCREATE', `there is no mailbox ${name}; create it first`);
  assertRight(mailbox, 'i');
  return mailbox;
}

/** SP (seq-number / uniqueid). @throws MailError nonexistent */
async function readReplaced(
  session: ImapSession,
  line: CommandParser,
  verb: Exclude<Verb, 'APPEND'>,
): Promise<Replaced> {
  line.space();
  const number = line.nzNumber('message number');
  if (session.view === null) throw new ImapSyntaxError(`${verb} is not allowed while no mailbox is selected`);
  if (verb === 'REPLACE' && session.isUidOnly)
    throw new UidRequired('REPLACE counts messages by number; after ENABLE UIDONLY there is only its UID form');
  const view = session.selected;
  assertWritable(session);
  const list = await view.list();
  if (verb === 'REPLACE' && number > list.length)
    throw new ImapSyntaxError(`there is no message ${number}: the mailbox has ${list.length}`);
  const uid = verb === 'REPLACE' ? list.at(number - 1) : number;
  if (list.indexOf(uid) < 0) throw new MailError('nonexistent', `there is no message with the UID ${uid}`);
  return { mailboxId: view.mailbox.id, uid, by: `imap ${session.id}` };
}

async function readMessages(reader: AppendReader, verb: Verb): Promise<readonly AppendedMessage[]> {
  const messages: AppendedMessage[] = [];
  do messages.push(await reader.message());
  while (reader.hasMore() && verb === 'APPEND');
  if (verb !== 'APPEND' && reader.hasMore()) throw new ImapSyntaxError(`${verb} takes one message`);
  return messages;
}
