/** An IMAP client for whole answers, octet by octet; several commands may be on their way. For tests. */
import net from 'node:net';
import tls from 'node:tls';

export interface Answer {
  /** Untagged answers without `* ` and line break, literals in place, octets as latin1. */
  readonly untagged: readonly string[];
  /** `OK ...`, `NO ...` or `BAD ...`. */
  readonly result: string;
}
const LIMIT_MS = 120_000;
const LITERAL_END = /\{(\d+)\}$/;

export class ImapPeer {
  readonly #socket: net.Socket;
  #pieces: Buffer[] = [];
  #held = Buffer.alloc(0);
  #need = 0;
  #heldBytes = 0;
  #untagged: string[] = [];
  readonly #waiting = new Map<string, (answer: Answer) => void>();
  #greet: () => void = () => undefined;
  #fail: (error: Error) => void = () => undefined;
  #tag = 0;

  private constructor(socket: net.Socket) {
    this.#socket = socket;
  }

  /** After the greeting. */
  static async connect(port: number, isTls: boolean): Promise<ImapPeer> {
    const raw = net.connect({ host: '127.0.0.1', port });
    const socket = isTls ? tls.connect({ socket: raw, rejectUnauthorized: false }) : raw;
    const peer = new ImapPeer(socket);
    await new Promise<void>((resolve, reject) => {
      peer.#greet = resolve;
      peer.#fail = reject;
      socket.on('data', (piece: Buffer) => peer.#take(piece));
      socket.on('error', (error) => peer.#fail(error));
      socket.on('close', () => peer.#fail(new Error('the server closed the connection')));
    });
    return peer;
  }

  /** Sends a command whose literals are non-synchronising. @param command octets as latin1 */
  command(command: string): Promise<Answer> {
    this.#tag += 1;
    const tag = `t${this.#tag}`;
    const answer = new Promise<Answer>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no answer to ${command.slice(0, 100)}`)), LIMIT_MS);
      this.#fail = reject;
      this.#waiting.set(tag, (found) => {
        clearTimeout(timer);
        resolve(found);
      });
    });
    this.#socket.write(`${tag} ${command}\r\n`, 'latin1');
    return answer;
  }

  /** @throws unless the answer is OK */
  async fine(command: string): Promise<readonly string[]> {
    const { untagged, result } = await this.command(command);
    if (!result.startsWith('OK')) throw new Error(`${command.slice(0, 200)}: ${result}`);
    return untagged;
  }

  close(): void {
    this.#fail = () => undefined;
    this.#socket.destroy();
  }

  #take(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#heldBytes += piece.length;
    if (this.#heldBytes < this.#need) return;
    this.#held = Buffer.concat([this.#held, ...this.#pieces]);
    this.#pieces = [];
    for (let end = this.#lineEnd(); end >= 0; end = this.#lineEnd()) {
      const line = this.#held.toString('latin1', 0, end);
      this.#held = this.#held.subarray(end + 2);
      this.#line(line);
    }
    this.#heldBytes = this.#held.length;
  }

  /** Where the logical line at hand ends; -1 when it is not whole yet. */
  #lineEnd(): number {
    this.#need = 0;
    for (let at = 0; ;) {
      const end = this.#held.indexOf('\r\n', at);
      if (end < 0) return -1;
      const literal = LITERAL_END.exec(this.#held.toString('latin1', Math.max(at, end - 20), end));
      if (literal === null) return end;
      at = end + 2 + Number(literal[1]);
      if (at > this.#held.length) {
        this.#need = at;
        return -1;
      }
    }
  }

  #line(line: string): void {
    if (line.startsWith('* ')) {
      this.#untagged.push(line.slice(2));
      this.#greet();
      return;
    }
    const space = line.indexOf(' ');
    const answer = this.#waiting.get(line.slice(0, space));
    if (answer === undefined) throw new Error(`an answer to nothing: ${line.slice(0, 200)}`);
    this.#waiting.delete(line.slice(0, space));
    const untagged = this.#untagged;
    this.#untagged = [];
    answer({ untagged, result: line.slice(space + 1) });
  }
}
