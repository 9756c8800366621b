/**
 * APPEND: messages into a mailbox, streamed to a bounded spool, refused before their octets come when they can be.
 * RFC 9051 6.3.12, RFC 3502 (several at once, all or none), RFC 4315 (APPENDUID), RFC 7889 (APPENDLIMIT).
 */
import type { BodyCollector } from '../../../delivery/accept.ts';
import type { Mailbox } from '../../../model/mailbox.ts';
import { appendOptions, type AppendOptions } from '../../../protocol/imap/append-arguments.ts';
import type { CommandPieces, FramerEvent, LiteralAnnouncement } from '../../../protocol/imap/command-framer.ts';
import { CommandParser } from '../../../protocol/imap/command-parser.ts';
import { ImapSyntaxError } from '../../../protocol/imap/imap-syntax-error.ts';
import { formatSet } from '../../../protocol/imap/sequence-set.ts';
import type { BodyInput } from '../../../store/intake-store.ts';
import { tellChanges } from '../changes.ts';
import { answer } from '../dispatch.ts';
import type { Completion } from '../imap-command.ts';
import type { ImapSession } from '../imap-session.ts';
import { assertRight } from '../mailbox-access.ts';
import { ImapRefusal } from '../refusal.ts';
import { swallowCommand, tagOf } from '../swallow.ts';

type LiteralEvent = Extract<FramerEvent, { kind: 'literal' }>;
interface Appended {
  readonly options: AppendOptions;
  readonly body: BodyInput;
}

/** Takes over reading from the first message's announcement to the end of the command. */
export async function runAppend(session: ImapSession, first: LiteralEvent): Promise<void> {
  const tag = tagOf(first.pieces);
  const reader = new AppendReader(session, first);
  await answer(
    session,
    () => tag,
    () => append(session, reader),
    () => 'APPEND',
  );
}

async function append(session: ImapSession, reader: AppendReader): Promise<Completion> {
  const appended: Appended[] = [];
  try {
    const mailbox = await reader.mailbox();
    for (let more = true; more; more = await reader.next()) appended.push(await reader.message());
    const messages = appended.map(({ options, body }) => ({
      body,
      flags: options.flags,
      internalDate: options.internalDate,
    }));
    const receipt = await session.store.intake.append(mailbox.id, messages, session.viewer);
    await tellChanges(session, true);
    const uids = formatSet(receipt.stored.map(({ uid }) => uid));
    return {
      code: `APPENDUID ${receipt.stored[0]?.uidValidity ?? mailbox.uidValidity} ${uids}`,
      text: 'APPEND completed',
    };
  } finally {
    await reader.finish();
  }
}

/** Reads the pieces of one APPEND. What is refused is read past, so that the next command is found. */
class AppendReader {
  readonly #session: ImapSession;
  #event: LiteralEvent;
  readonly #collectors: BodyCollector[] = [];
  #count = 0;
  #bytes = 0;
  #state: 'announced' | 'streaming' | 'atEnd' = 'announced';

  constructor(session: ImapSession, first: LiteralEvent) {
    this.#session = session;
    this.#event = first;
  }

  async mailbox(): Promise<Mailbox> {
    const { store, viewer, isRev2 } = this.#session;
    const line = new CommandParser(this.#event.pieces, { utf8Names: isRev2 });
    line.tag();
    line.space();
    line.word('command');
    line.space();
    const name = line.mailbox();
    const mailbox = await store.mailboxes.find(viewer, name);
    if (mailbox === null) throw new ImapRefusal('TRYCREATE', `there is no mailbox ${name}; create it first`);
    assertRight(mailbox, 'i');
    return mailbox;
  }

  /** The options and octets of the message announced. */
  async message(): Promise<Appended> {
    const options = appendOptions(this.#optionsLine());
    this.#assertFits(this.#event.literal);
    const { connection, respond, services } = this.#session;
    const collector = services.collectBody();
    this.#collectors.push(collector);
    connection.framer.takeLiteral('stream');
    this.#state = 'streaming';
    if (this.#event.literal.synchronizing) {
      respond.add('+ go on\r\n');
      await respond.flush();
    }
    for (;;) {
      const event = await connection.event(this.#session.patienceMs);
      if (event.kind === 'literalEnd') break;
      if (event.kind === 'octets') await collector.write(event.octets);
    }
    return { options, body: await collector.finish() };
  }

  /** Whether another message follows. @throws ImapSyntaxError for anything else */
  async next(): Promise<boolean> {
    const event = await this.#session.connection.event(this.#session.patienceMs);
    if (event.kind === 'command') {
      this.#state = 'atEnd';
      if (lastText(event.pieces) !== '') throw new ImapSyntaxError('expected another message or the end of APPEND');
      return false;
    }
    if (event.kind !== 'literal') throw new Error(`unexpected ${event.kind}`);
    this.#event = event;
    this.#state = 'announced';
    return true;
  }

  /** Leaves the command behind, however far it came. */
  async finish(): Promise<void> {
    for (const collector of this.#collectors) await collector.discard();
    const { framer } = this.#session.connection;
    if (this.#session.connection.hasEnded || this.#state === 'atEnd') return;
    if (this.#state === 'announced' && this.#event.literal.synchronizing) framer.takeLiteral('abandon');
    else await swallowCommand(this.#session, this.#state === 'announced');
  }

  #assertFits({ sizeBytes }: LiteralAnnouncement): void {
    const { limits } = this.#session.services;
    this.#count += 1;
    if (sizeBytes > limits.messageBytes)
      throw new ImapRefusal('TOOBIG', `a message may have at most ${limits.messageBytes} octets`);
    if (this.#count > limits.appendMessages)
      throw new ImapRefusal('LIMIT', `one APPEND may have at most ${limits.appendMessages} messages`);
    this.#bytes += sizeBytes;
    if (this.#count > 1 && this.#bytes > limits.appendBytes)
      throw new ImapRefusal('LIMIT', `the messages of one APPEND may have at most ${limits.appendBytes} octets in all`);
    if (sizeBytes === 0) throw new ImapSyntaxError('a message has at least one octet');
  }

  /** The line that announced the message: the first one also names the mailbox. */
  #optionsLine(): CommandParser {
    const { pieces } = this.#event;
    const { isRev2 } = this.#session;
    if (this.#count > 0) return new CommandParser(lastText(pieces));
    const line = new CommandParser(pieces, { utf8Names: isRev2 });
    line.tag();
    line.space();
    line.word('command');
    line.space();
    line.mailbox();
    return line;
  }
}

function lastText(pieces: CommandPieces): string {
  const last = pieces[pieces.length - 1];
  return typeof last === 'string' ? last : '';
}
