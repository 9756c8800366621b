/** An IMAP client that sends octets and reads logical lines: a line with its literals in it, shown as `{5}"hello"`. */
import net from 'node:net';
import tls from 'node:tls';

const LITERAL = /\{(\d+)\}\r\n$/;

export class ImapLines {
  #socket: net.Socket;
  #held = Buffer.alloc(0);
  /** Not yet joined to what is held, and octets needed before it is worth it. */
  #fresh: Buffer[] = [];
  #freshBytes = 0;
  #need = 0;
  #isClosed = false;
  #wake: () => void = () => {};

  private constructor(socket: net.Socket) {
    this.#socket = socket;
    this.#listen();
  }

  static async connect(port: number, isTls: boolean): Promise<ImapLines> {
    const socket = net.connect({ host: '127.0.0.1', port });
    await once(socket, 'connect');
    return new ImapLines(isTls ? await secured(socket) : socket);
  }

  write(octets: string | Buffer): void {
    this.#socket.write(typeof octets === 'string' ? Buffer.from(octets, 'utf8') : octets);
  }

  async startTls(): Promise<void> {
    this.#socket.removeAllListeners('data').removeAllListeners('close').removeAllListeners('error');
    this.#socket = await secured(this.#socket);
    this.#listen();
  }

  /** The next logical line as UTF-8; null when the server closed. @throws when nothing comes in time */
  async line(limitMs = 8_000): Promise<string | null> {
    const end = performance.now() + limitMs;
    for (;;) {
      const found = this.#takeLine();
      if (found !== null) return found;
      if (this.#isClosed) return null;
      if (performance.now() > end)
        throw new Error(`no line in ${limitMs} ms; held: ${JSON.stringify(this.#held.toString('utf8').slice(0, 200))}`);
      await this.#more(end - performance.now());
    }
  }

  /** Whether nothing more came, after a moment. */
  async isQuiet(): Promise<boolean> {
    await this.#more(30);
    return this.#held.length + this.#freshBytes === 0;
  }

  /** Takes nothing more of what comes. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(): void {
    this.#socket.destroy();
  }

  #takeLine(): string | null {
    if (this.#held.length + this.#freshBytes < this.#need) return null;
    this.#held = Buffer.concat([this.#held, ...this.#fresh]);
    this.#fresh = [];
    this.#freshBytes = 0;
    this.#need = 0;
    let shown = '';
    for (let at = 0; ;) {
      const feed = this.#held.indexOf('\r\n', at);
      if (feed < 0) return null;
      const text = this.#held.toString('utf8', at, feed + 2);
      const literal = LITERAL.exec(text);
      at = feed + 2;
      if (literal === null) {
        this.#held = this.#held.subarray(at);
        return shown + text.slice(0, -2);
      }
      const size = Number(literal[1]);
      if (this.#held.length < at + size) {
        this.#need = at + size;
        return null;
      }
      shown += `${text.slice(0, -2)}"${escaped(this.#held.toString('utf8', at, at + size))}"`;
      at += size;
    }
  }

  async #more(limitMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.max(1, limitMs));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #listen(): void {
    this.#socket.on('data', (chunk: Buffer) => {
      this.#fresh.push(chunk);
      this.#freshBytes += chunk.length;
      this.#wake();
    });
    this.#socket.on('error', () => this.#close()).on('close', () => this.#close());
  }

  #close(): void {
    this.#isClosed = true;
    this.#wake();
  }
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\r', '\\r').replaceAll('\n', '\\n').replaceAll('\0', '\\0');
}

async function secured(socket: net.Socket): Promise<tls.TLSSocket> {
  const secure = tls.connect({ socket, rejectUnauthorized: false });
  await once(secure, 'secureConnect');
  return secure;
}

async function once(socket: net.Socket, event: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    socket.once(event, () => resolve());
    socket.once('error', reject);
  });
}
