/** The barest client for line protocols: writes text, waits for a line. For tests that must see exactly what is said. */
import net from 'node:net';
import tls from 'node:tls';

export class LineClient {
  #socket: net.Socket;
  #held = '';
  #closed = false;
  #wake = () => {};
  constructor(socket: net.Socket) {
    this.#socket = socket;
    this.#listen();
  }
  static async connect(port: number, options: { readonly tls?: tls.ConnectionOptions } = {}): Promise<LineClient> {
    const socket = options.tls
      ? tls.connect({ host: '127.0.0.1', port, ...options.tls })
      : net.connect({ host: '127.0.0.1', port });
    await new Promise<void>((resolve, reject) => {
      socket.once(options.tls ? 'secureConnect' : 'connect', resolve);
      socket.once('error', reject);
    });
    return new LineClient(socket);
  }
  #listen(): void {
    this.#socket.on('data', (piece: Buffer) => {
      this.#held += piece.toString('latin1');
      this.#wake();
    });
    this.#socket.on('error', () => this.#end());
    this.#socket.on('close', () => this.#end());
  }
  #end(): void {
    this.#closed = true;
    this.#wake();
  }
  write(text: string): void {
    if (!this.#closed) this.#socket.write(text, 'latin1');
  }
  /** Next line that matches, dropping those before it. @throws when the connection ends or nothing comes */
  async until(pattern: RegExp, limitMs = 20_000): Promise<string> {
    const end = performance.now() + limitMs;
    for (;;) {
      for (let at = this.#held.indexOf('\r\n'); at >= 0; at = this.#held.indexOf('\r\n')) {
        const line = this.#held.slice(0, at);
        this.#held = this.#held.slice(at + 2);
        if (pattern.test(line)) return line;
      }
      if (this.#closed) throw new Error(`the connection ended before ${pattern}`);
      if (performance.now() > end) throw new Error(`nothing like ${pattern} in ${limitMs} ms`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1000);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
  async ask(text: string, pattern: RegExp): Promise<string> {
    this.write(text);
    return this.until(pattern);
  }
  async upgrade(options: tls.ConnectionOptions): Promise<void> {
    const raw = this.#socket;
    raw.removeAllListeners('data').removeAllListeners('close').removeAllListeners('error');
    const secure = tls.connect({ socket: raw, ...options });
    await new Promise<void>((resolve, reject) => {
      secure.once('secureConnect', resolve);
      secure.once('error', reject);
    });
    this.#socket = secure;
    this.#listen();
  }
  close(): void {
    this.#socket.destroy();
  }
}
