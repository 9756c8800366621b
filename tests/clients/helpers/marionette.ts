/**
 * Speaks Marionette, the protocol by which Mozilla's programs let tests work inside them: over TCP, each message is its length, a
 * colon and JSON; a command is [0, id, name, parameters], its answer [1, id, error, result].
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}
type Answer = readonly [1, number, { readonly error: string; readonly message: string } | null, unknown];

const SCRIPT_LIMIT_MS = 90_000;

export class Marionette {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #arrived = Buffer.alloc(0);
  #lastId = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (piece: Buffer) => this.#read(piece));
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values())
        reject(new Error('the program closed its Marionette connection'));
      this.#waiting.clear();
    });
    socket.on('error', () => undefined); // 'close' follows and tells whoever waits
  }

  /** Connects and opens a session that works with the program's own rights. */
  static async open(port: number): Promise<Marionette> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const marionette = new Marionette(socket);
    await marionette.command('WebDriver:NewSession', {});
    await marionette.command('Marionette:SetContext', { value: 'chrome' });
    await marionette.command('WebDriver:SetTimeouts', { script: SCRIPT_LIMIT_MS });
    return marionette;
  }

  async command(name: string, parameters: Readonly<Record<string, unknown>>): Promise<unknown> {
    const id = ++this.#lastId;
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    const text = Buffer.from(JSON.stringify([0, id, name, parameters]));
    this.#socket.write(Buffer.concat([Buffer.from(`${text.length}:`), text]));
    return answer;
  }

  /**
   * Runs the body of a function inside the program; it may await. `arguments` are `args`.
   * @returns what it returned. @throws with the program's words when it throws
   */
  async script<T>(script: string, args: readonly unknown[] = []): Promise<T> {
    const result = await this.command('WebDriver:ExecuteScript', {
      script: `return (async (...args) => {${script}\n})(...arguments)`,
      args,
      sandbox: 'system',
      newSandbox: false,
    });
    return (result as { readonly value: T }).value;
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(piece: Buffer): void {
    this.#arrived = Buffer.concat([this.#arrived, piece]);
    for (;;) {
      const colon = this.#arrived.indexOf(':');
      if (colon === -1) return;
      const end = colon + 1 + Number(this.#arrived.toString('latin1', 0, colon));
      if (this.#arrived.length < end) return;
      const message = JSON.parse(this.#arrived.toString('utf8', colon + 1, end)) as unknown;
      this.#arrived = this.#arrived.subarray(end);
      if (Array.isArray(message)) this.#answer(message as unknown as Answer);
    }
  }

  #answer([, id, error, result]: Answer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === null) waiting?.resolve(result);
    else waiting?.reject(new Error(`${error.error}: ${error.message}`));
  }
}
