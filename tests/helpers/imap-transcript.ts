/**
 * Transcripts of IMAP conversations, several connections in one text file:
 *
 *   # a comment
 *   @letter = Subject: hi\r\n\r\nhello\r\n     a named octet string
 *   1: connect | connect clear | starttls | close
 *   1> a LOGIN x y                             said by connection 1; `{@letter}` is a literal, sent after "+"; `{@letter+}` at once
 *   1< a OK ...                                heard: exactly this line. `*` at its end or `{*}` anywhere: any text.
 *                                              `{name:\d+}` keeps what it matches, `{name}` is what was kept.
 *   1...                                       skips lines until the next expected one comes
 *   1. a LOGIN x y                             said, and heard: any lines up to `a OK`
 */
import { ImapLines } from './imap-lines.ts';

export interface TranscriptServer {
  readonly clearPort: number;
  readonly tlsPort: number;
}

/** Plays a transcript. @throws Error naming file line, what was expected and what came */
export async function playTranscript(text: string, server: TranscriptServer): Promise<void> {
  const player = new Player(server);
  try {
    for (const [at, line] of text.split('\n').entries()) {
      try {
        await player.play(line);
      } catch (error) {
        throw new Error(`line ${at + 1}: ${line}\n${error instanceof Error ? error.message : String(error)}`, {
          cause: error,
        });
      }
    }
    await player.end();
  } finally {
    player.close();
  }
}

class Player {
  readonly #server: TranscriptServer;
  readonly #connections = new Map<string, ImapLines>();
  readonly #skipping = new Set<string>();
  readonly #octets = new Map<string, string>();
  readonly #kept = new Map<string, string>();

  constructor(server: TranscriptServer) {
    this.#server = server;
  }

  async play(line: string): Promise<void> {
    if (line.trim() === '' || line.startsWith('#')) return;
    const named = /^@(\w+) = (.*)$/.exec(line);
    if (named !== null) {
      this.#octets.set(named[1] ?? '', unescaped(named[2] ?? ''));
      return;
    }
    const [, who = '', what = '', rest = ''] = /^(\w+)(\.\.\.|[:><.]) ?(.*)$/.exec(line) ?? [];
    if (what === ':') return this.#control(who, rest);
    if (what === '>') return this.#say(who, rest);
    if (what === '<') return this.#hear(who, rest);
    if (what === '...') return void this.#skipping.add(who);
    if (what === '.') return this.#sayFine(who, rest);
    throw new Error('no line of a transcript');
  }

  /** Nothing unexpected may be left. */
  async end(): Promise<void> {
    for (const [who, connection] of this.#connections) {
      if (!this.#skipping.has(who) && !(await connection.isQuiet()))
        throw new Error(`connection ${who} has more to say: ${(await connection.line()) ?? ''}`);
    }
  }

  close(): void {
    for (const connection of this.#connections.values()) connection.close();
  }

  async #control(who: string, command: string): Promise<void> {
    if (command === 'starttls') return this.#connection(who).startTls();
    if (command === 'close') {
      this.#connection(who).close();
      this.#connections.delete(who);
      return;
    }
    const isClear = command === 'connect clear';
    const port = isClear ? this.#server.clearPort : this.#server.tlsPort;
    this.#connections.set(who, await ImapLines.connect(port, !isClear));
  }

  #connection(who: string): ImapLines {
    const found = this.#connections.get(who);
    if (found === undefined) throw new Error(`connection ${who} is not open`);
    return found;
  }

  async #say(who: string, rest: string): Promise<void> {
    const connection = this.#connection(who);
    const pieces = this.#filled(rest).split(/(~?\{@\w+\+?\})/);
    let out = '';
    for (const piece of pieces) {
      const [, tilde = '', name = '', plus = ''] = /^(~?)\{@(\w+)(\+?)\}$/.exec(piece) ?? [];
      if (name === '') {
        out += piece;
        continue;
      }
      const octets = this.#octets.get(name);
      if (octets === undefined) throw new Error(`@${name} is not defined`);
      connection.write(`${out}${tilde}{${Buffer.byteLength(octets)}${plus}}\r\n`);
      out = octets;
      if (plus !== '') continue;
      const answer = await connection.line();
      if (answer?.startsWith('+') !== true) throw new Error(`expected a continuation, heard: ${answer ?? 'the end'}`);
    }
    connection.write(`${out}\r\n`);
  }

  async #sayFine(who: string, rest: string): Promise<void> {
    await this.#say(who, rest);
    const tag = rest.split(' ')[0] ?? '';
    for (;;) {
      const line = await this.#connection(who).line();
      if (line === null || line.startsWith(`${tag} NO`) || line.startsWith(`${tag} BAD`))
        throw new Error(`heard: ${line ?? 'the end'}`);
      if (line.startsWith(`${tag} OK`)) return;
    }
  }

  async #hear(who: string, expected: string): Promise<void> {
    const connection = this.#connection(who);
    const skips = this.#skipping.delete(who);
    const { pattern, names } = this.#pattern(expected);
    for (;;) {
      const line = await connection.line();
      const found = pattern.exec(line ?? '(closed)');
      if (found !== null) {
        names.forEach((name, at) => this.#kept.set(name, found[at + 1] ?? ''));
        return;
      }
      if (!skips || line === null) throw new Error(`heard: ${line ?? '(closed)'}`);
    }
  }

  #pattern(expected: string): { pattern: RegExp; names: string[] } {
    const names: string[] = [];
    const open = expected.endsWith('*') ? `${expected.slice(0, -1)}{*}` : expected;
    const source = this.#filled(open)
      .split(/(\{\*\}|\{\w+:[^}]*\})/)
      .map((piece) => {
        if (piece === '{*}') return '.*';
        const capture = /^\{([a-z]\w*):([^}]*)\}$/.exec(piece);
        if (capture === null) return piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
        names.push(capture[1] ?? '');
        return `(${capture[2] ?? ''})`;
      });
    return { pattern: new RegExp(`^${source.join('')}$`, 's'), names };
  }

  #filled(text: string): string {
    return text.replace(/\{([a-z]\w*)\}/g, (whole, name: string) => this.#kept.get(name) ?? whole);
  }
}

function unescaped(text: string): string {
  return text.replace(/\\([rn0\\])/g, (_, c: string) => ({ r: '\r', n: '\n', '0': '\0' })[c] ?? '\\');
}
