/**
 * Reads the pieces of one APPEND or REPLACE, its messages into collectors. What is refused is read past, so that the next
 * command is found. RFC 9051 6.3.12, RFC 7888 4
 */
import type { BodyCollector } from '../../../delivery/accept.ts';
import { appendOptions, catPart, type AppendOptions } from '../../../protocol/imap/append-arguments.ts';
import type { CommandPieces, FramerEvent } from '../../../protocol/imap/command-framer.ts';
import { CommandParser } from '../../../protocol/imap/command-parser.ts';
import { ImapSyntaxError } from '../../../protocol/imap/imap-syntax-error.ts';
import type { BodyInput } from '../../../store/intake-store.ts';
import type { ImapSession } from '../imap-session.ts';
import { ImapRefusal } from '../refusal.ts';
import { swallowCommand } from '../swallow.ts';

type LineEvent = Extract<FramerEvent, { kind: 'literal' | 'command' }>;
export interface AppendedMessage {
  readonly options: AppendOptions;
  readonly body: BodyInput;
}
/** Octets that a URL names. @throws ImapRefusal BADURL */
export type UrlReader = (url: string) => AsyncIterable<Uint8Array>;

const URL_LIMIT_BYTES = 4 * 1024;

export class AppendReader {
  /** What is read next. */
  line: CommandParser;
  readonly #session: ImapSession;
  readonly #readUrl: UrlReader;
  #event: LineEvent;
  readonly #collectors: BodyCollector[] = [];
  #count = 0;
  #bytes = 0;
  #state: 'announced' | 'streaming' | 'atEnd';

  /** @param first the command up to its first literal, or whole */
  constructor(session: ImapSession, first: LineEvent, readUrl: UrlReader) {
    this.#session = session;
    this.#event = first;
    this.#readUrl = readUrl;
    this.#state = first.kind === 'literal' ? 'announced' : 'atEnd';
    this.line = new CommandParser(first.pieces, { utf8Names: session.usesUtf8Names });
  }

  /** The next message: options and octets. */
  async message(): Promise<AppendedMessage> {
    const { limits } = this.#session.services;
    const options = appendOptions(this.line);
    this.#count += 1;
    if (this.#count > limits.appendMessages)
      throw new ImapRefusal('LIMIT', `one APPEND may have at most ${limits.appendMessages} messages`);
    const collector = this.#session.services.collectBody();
    this.#collectors.push(collector);
    if (options.data === 'catenate') await this.#catenate(collector);
    else await this.#literal(collector);
    if (options.data === 'utf8') {
      if (!this.#session.isUtf8) throw new ImapRefusal('CANNOT', 'UTF8 needs ENABLE UTF8=ACCEPT first');
      this.line.take(')');
    }
    if (collector.sizeBytes === 0) throw new ImapSyntaxError('a message has at least one octet');
    return { options, body: await collector.finish() };
  }

  /** Whether another message follows. @throws ImapSyntaxError for anything else */
  hasMore(): boolean {
    if (this.line.peek() === ' ') return true;
    if (this.#event.kind === 'literal' || !this.line.atEnd())
      throw new ImapSyntaxError('expected another message or the end of APPEND');
    return false;
  }

  /** Leaves the command behind, however far it came. */
  async finish(): Promise<void> {
    for (const collector of this.#collectors) await collector.discard();
    const { connection } = this.#session;
    if (connection.hasEnded || this.#state === 'atEnd') return;
    const isAnnounced = this.#state === 'announced';
    if (isAnnounced && this.#event.kind === 'literal' && this.#event.literal.synchronizing)
      connection.framer.takeLiteral('abandon');
    else await swallowCommand(this.#session, isAnnounced);
  }

  /** The parts of CATENATE, from the one after its parenthesis on. */
  async #catenate(collector: BodyCollector): Promise<void> {
    do {
      const part = catPart(this.line);
      if (part.kind === 'text') await this.#literal(collector);
      else {
        const url = part.kind === 'url' ? part.url : await this.#urlLiteral();
        for await (const octets of this.#readUrl(url)) {
          this.#assertRoom(collector, octets.length);
          await collector.write(octets);
        }
      }
    } while (this.line.maybe(' '));
    this.line.take(')');
  }

  /** The announced literal into the collector; `line` is what follows it then. */
  async #literal(collector: BodyCollector): Promise<void> {
    const { literal } = this.#announced();
    this.#assertRoom(collector, literal.sizeBytes);
    const { connection } = this.#session;
    connection.framer.takeLiteral('stream');
    this.#state = 'streaming';
    await this.#goOn(literal.synchronizing);
    for (;;) {
      const event = await connection.event(this.#session.patienceMs);
      if (event.kind === 'literalEnd') break;
      if (event.kind === 'octets') await collector.write(event.octets);
    }
    await this.#nextLine();
  }

  async #urlLiteral(): Promise<string> {
    const { literal } = this.#announced();
    if (literal.sizeBytes > URL_LIMIT_BYTES)
      throw new ImapRefusal('TOOBIG', `a URL may have at most ${URL_LIMIT_BYTES} octets`);
    this.#session.connection.framer.takeLiteral('keep');
    this.#state = 'streaming';
    await this.#goOn(literal.synchronizing);
    const pieces = await this.#nextLine();
    const octets = pieces[pieces.length - 2];
    if (octets === undefined || typeof octets === 'string') throw new Error('the URL was not kept');
    return Buffer.from(octets).toString('latin1');
  }

  #announced(): Extract<LineEvent, { kind: 'literal' }> {
    if (this.#event.kind !== 'literal') throw new ImapSyntaxError('expected a literal');
    return this.#event;
  }

  async #goOn(synchronizing: boolean): Promise<void> {
    if (!synchronizing) return;
    this.#session.respond.add('+ go on\r\n');
    await this.#session.respond.flush();
  }

  async #nextLine(): Promise<CommandPieces> {
    const event = await this.#session.connection.event(this.#session.patienceMs);
    if (event.kind !== 'command' && event.kind !== 'literal') throw new Error(`unexpected ${event.kind}`);
    this.#event = event;
    this.#state = event.kind === 'command' ? 'atEnd' : 'announced';
    const last = event.pieces[event.pieces.length - 1];
    this.line = new CommandParser(typeof last === 'string' ? last : '');
    return event.pieces;
  }

  #assertRoom(collector: BodyCollector, sizeBytes: number): void {
    const { limits } = this.#session.services;
    if (collector.sizeBytes + sizeBytes > limits.messageBytes)
      throw new ImapRefusal('TOOBIG', `a message may have at most ${limits.messageBytes} octets`);
    this.#bytes += sizeBytes;
    if (this.#count > 1 && this.#bytes > limits.appendBytes)
      throw new ImapRefusal('LIMIT', `the messages of one APPEND may have at most ${limits.appendBytes} octets in all`);
  }
}
