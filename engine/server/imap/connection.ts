/**
 * One client's socket: commands in with back-pressure (nothing is read while nothing is wanted), responses out with
 * back-pressure, time-outs, STARTTLS, DEFLATE. RFC 9051 5.4 (autologout), 6.2.1, RFC 4978.
 */
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { Clock } from '../../lib/clock.ts';
import { channelBindings } from '../../net/channel-bindings.ts';
import type { Connection } from '../../net/listener.ts';
import type { ChannelBindings } from '../../protocol/sasl/sasl-server.ts';
import { CommandFramer, type FramerEvent } from '../../protocol/imap/command-framer.ts';
import { Compression } from './compression.ts';
import { ResponseStream } from './response-stream.ts';

/** The connection is over; why, in a few words for the log. */
export class ConnectionEnded extends Error {
  override readonly name: string = 'ConnectionEnded';
}
/** The client said nothing for too long. */
export class IdleTimeout extends Error {
  override readonly name = 'IdleTimeout';
}
export interface ConnectionOptions {
  readonly clock: Clock;
  readonly lineBytes: number;
  /** A client that takes nothing of what is sent for so long is cut off. */
  readonly writeTimeoutMs: number;
}

export class ImapConnection {
  readonly respond: ResponseStream;
  readonly #framer: CommandFramer;
  readonly #options: ConnectionOptions;
  readonly #accepted: Connection;
  #socket: Socket;
  #compression: Compression | null = null;
  #ended: ConnectionEnded | null = null;
  #wakeReader: (() => void) | null = null;
  #wakeWriter: (() => void) | null = null;
  readonly #onReadable = (): void => this.#wakeReader?.();
  readonly #onDrain = (): void => this.#wakeWriter?.();
  readonly #onError = (error: Error): void => void this.#end(error.message);
  readonly #onClose = (): void => void this.#end('the client closed the connection');

  constructor(accepted: Connection, options: ConnectionOptions) {
    this.#accepted = accepted;
    this.#socket = accepted.socket;
    this.#options = options;
    this.#framer = new CommandFramer({ lineBytes: options.lineBytes });
    this.respond = new ResponseStream({ write: (octets) => this.#write(octets) });
    this.#attach();
  }

  get isTls(): boolean {
    return this.#accepted.isSecure;
  }

  get framer(): CommandFramer {
    return this.#framer;
  }

  /** What ties a proof to this TLS connection. RFC 9266 */
  get bindings(): ChannelBindings {
    return channelBindings(this.#socket);
  }

  get isCompressed(): boolean {
    return this.#compression !== null;
  }

  get hasEnded(): boolean {
    return this.#ended !== null;
  }

  /** The next event of the framer. @throws IdleTimeout, ConnectionEnded, ImapSyntaxError */
  event(timeoutMs: number): Promise<FramerEvent> {
    return this.#until(() => this.#framer.next(), timeoutMs);
  }

  /** The next line as it is. @throws IdleTimeout, ConnectionEnded, ImapSyntaxError */
  line(timeoutMs: number): Promise<string> {
    return this.#until(() => this.#framer.nextLine(), timeoutMs);
  }

  /** Says `goAhead`, then goes on encrypted. What came in clear before is dropped. @throws ConnectionEnded */
  async startTls(goAhead: string): Promise<void> {
    this.#detach();
    this.#framer.discardPending();
    try {
      this.#socket = await this.#accepted.upgrade(goAhead);
    } catch (error) {
      throw this.#end(`TLS failed: ${error instanceof Error ? error.message : String(error)}`);
    }
    this.#attach();
  }

  /** From here on both sides speak DEFLATE. RFC 4978 */
  startCompression(): void {
    this.#socket.off('readable', this.#onReadable).off('end', this.#onReadable);
    this.#compression = new Compression(this.#socket);
    this.#compression.incoming.on('readable', this.#onReadable).on('end', this.#onReadable);
    this.#compression.incoming.on('error', (error: Error) => this.destroy(`DEFLATE failed: ${error.message}`));
  }

  get #incoming(): Readable {
    return this.#compression?.incoming ?? this.#socket;
  }

  /** Sends what is left, then closes. */
  async close(): Promise<void> {
    if (this.#ended === null) await this.respond.flush();
    this.#end('we closed the connection');
    this.#socket.end();
    this.#socket.destroySoon();
  }

  destroy(reason: string): void {
    this.#end(reason);
    this.#socket.destroy();
  }

  async #until<T>(next: () => T | null, timeoutMs: number): Promise<T> {
    for (;;) {
      const found = next();
      if (found !== null) return found;
      await this.#readable(timeoutMs);
    }
  }

  /** Waits for octets and pushes them into the framer. */
  async #readable(timeoutMs: number): Promise<void> {
    for (;;) {
      const chunk = this.#incoming.read() as Buffer | null;
      if (chunk !== null) return this.#framer.push(chunk);
      if (this.#ended !== null) throw this.#ended;
      if (this.#incoming.readableEnded) throw this.#end('the client closed the connection');
      await this.#wait(timeoutMs, (wake) => (this.#wakeReader = wake), 'nothing came for too long');
    }
  }

  async #write(octets: Uint8Array): Promise<void> {
    if (this.#ended !== null) throw this.#ended;
    const wire = await this.#onTheWire(octets);
    if (this.#socket.write(wire)) return;
    try {
      await this.#wait(
        this.#options.writeTimeoutMs,
        (wake) => (this.#wakeWriter = wake),
        'nothing was taken for too long',
      );
    } catch (error) {
      this.destroy('the client took nothing of what was sent for too long');
      throw error;
    }
    if (this.#ended !== null) throw this.#ended;
  }

  async #onTheWire(octets: Uint8Array): Promise<Uint8Array> {
    if (this.#compression === null) return octets;
    try {
      return await this.#compression.deflate(octets);
    } catch (error) {
      throw this.#ended ?? this.#end(`DEFLATE failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** @param late what the client did for too long; no error is made before it did */
  async #wait(timeoutMs: number, arm: (wake: () => void) => void, late: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const cancel = this.#options.clock.after(timeoutMs, () => reject(new IdleTimeout(late)));
      arm(() => {
        cancel();
        resolve();
      });
    });
  }

  #end(reason: string): ConnectionEnded {
    this.#ended ??= new ConnectionEnded(reason);
    this.#wakeReader?.();
    this.#wakeWriter?.();
    this.#closeCompression();
    return this.#ended;
  }

  /** Once nothing is read or written any more: zlib's memory is not the collector's. */
  #closeCompression(): void {
    const compression = this.#compression;
    if (compression !== null) setImmediate(() => compression.close());
  }

  #attach(): void {
    this.#socket.on('readable', this.#onReadable).on('end', this.#onReadable).on('drain', this.#onDrain);
    this.#socket.on('error', this.#onError).on('close', this.#onClose);
  }

  #detach(): void {
    this.#socket.off('readable', this.#onReadable).off('end', this.#onReadable).off('drain', this.#onDrain);
    this.#socket.off('error', this.#onError).off('close', this.#onClose);
  }
}
