/** One session over a socket: says commands, keeps its view by the answers, refuses answers that break the rules. */
import { ImapLines } from '../helpers/imap-lines.ts';
import type { Fetched, View } from './view.ts';

export interface Mode {
  readonly condstore: boolean;
  readonly qresync: boolean;
  readonly uidOnly: boolean;
}
export interface Answer {
  readonly status: string;
  /** Response code of the tagged answer, without brackets. */
  readonly code: string;
  readonly text: string;
  /** Untagged lines that are no changes. */
  readonly data: readonly string[];
}
/** Commands in which messages keep their numbers. RFC 9051 7.5.1 */
const KEEPS_NUMBERS = /^(FETCH|STORE|SEARCH)\b/;
const CODE = /^\[([^\]]+)\]/;

export class Client {
  readonly name: string;
  readonly mode: Mode;
  view: View | null = null;
  /** A SELECT under way: answers are its mailbox's. */
  opening: View | null = null;
  isIdle = false;
  readonly #lines: ImapLines;
  readonly #log: (line: string) => void;
  #tag = 0;

  private constructor(name: string, mode: Mode, lines: ImapLines, log: (line: string) => void) {
    this.name = name;
    this.mode = mode;
    this.#lines = lines;
    this.#log = log;
  }

  static async connect(name: string, mode: Mode, port: number, log: (line: string) => void): Promise<Client> {
    const lines = await ImapLines.connect(port, true);
    const client = new Client(name, mode, lines, log);
    await client.#line();
    return client;
  }

  /** Says a command and hears it to its end. `octets` follow as a literal. */
  async ask(command: string, octets?: string): Promise<Answer> {
    return this.hear(this.say(command, octets), command);
  }

  /** @returns the tag */
  say(command: string, octets?: string): string {
    const tag = `${this.name}${(this.#tag += 1)}`;
    const literal = octets === undefined ? '' : ` {${Buffer.byteLength(octets)}+}\r\n${octets}`;
    this.#log(`${this.name}> ${tag} ${command}${octets === undefined ? '' : ' {...}'}`);
    this.#lines.write(`${tag} ${command}${literal}\r\n`);
    this.view?.told.clear();
    return tag;
  }

  async hear(tag: string, command: string): Promise<Answer> {
    const data: string[] = [];
    for (;;) {
      const line = await this.#line();
      const tagged = /^(\S+) (OK|NO|BAD) (.*)$/.exec(line);
      if (tagged !== null && tagged[1] === tag) {
        const code = CODE.exec(tagged[3] ?? '')?.[1] ?? '';
        this.#noteCode(code);
        (this.opening ?? this.view)?.settle();
        return { status: tagged[2] ?? '', code, text: tagged[3] ?? '', data };
      }
      if (!line.startsWith('* ')) throw new Error(`unexpected: ${line}`);
      if (!this.#change(line.slice(2), command)) data.push(line.slice(2));
    }
  }

  async startIdle(): Promise<void> {
    this.#log(`${this.name}> IDLE`);
    this.#lines.write('idle IDLE\r\n');
    const line = await this.#untilContinuation();
    if (!line.startsWith('+')) throw new Error(`no continuation: ${line}`);
    this.isIdle = true;
  }

  async endIdle(): Promise<void> {
    this.#log(`${this.name}> DONE`);
    this.#lines.write('DONE\r\n');
    const { status, text } = await this.hear('idle', 'IDLE');
    if (status !== 'OK') throw new Error(`IDLE ended with ${status} ${text}`);
    this.isIdle = false;
  }

  /** Nothing is said while no command is under way. */
  async isQuiet(): Promise<boolean> {
    return this.#lines.isQuiet();
  }

  close(): void {
    this.#log(`${this.name}: closed`);
    this.#lines.close();
  }

  async #untilContinuation(): Promise<string> {
    for (;;) {
      const line = await this.#line();
      if (!line.startsWith('* ')) return line;
      this.#change(line.slice(2), 'IDLE');
    }
  }

  async #line(): Promise<string> {
    const line = await this.#lines.line(60_000);
    if (line === null) throw new Error(`${this.name}: the server closed the connection`);
    this.#log(`${this.name}< ${line}`);
    return line;
  }

  /** @returns whether the line told of a change, which is in the view now */
  #change(line: string, command: string): boolean {
    if (/^OK \[CLOSED\]/.test(line)) {
      this.view = null;
      return true;
    }
    const ok = /^OK (\[.*)$/.exec(line);
    if (ok !== null) this.#noteCode(CODE.exec(ok[1] ?? '')?.[1] ?? '');
    const view = this.opening ?? this.view;
    const earlier = /^VANISHED \(EARLIER\) (\S+)$/.exec(line);
    if (earlier !== null) {
      if (view === null || !this.mode.qresync) throw new Error(`not asked for: ${line}`);
      view.earlier.push(...numbersOf(earlier[1] ?? ''));
      return true;
    }
    const [, number = '', kind = '', rest = ''] = /^(\d+) (EXISTS|EXPUNGE|FETCH|UIDFETCH)(.*)$/.exec(line) ?? [];
    const vanished = /^VANISHED (\S+)$/.exec(line);
    if (kind === '' && vanished === null) return false;
    if (view === null) throw new Error(`no mailbox is selected: ${line}`);
    if (kind === 'EXISTS') view.exists(Number(number));
    else if (kind === 'FETCH' || kind === 'UIDFETCH') this.#fetched(view, kind, Number(number), rest);
    else this.#removed(view, line, command, vanished === null ? null : numbersOf(vanished[1] ?? ''), Number(number));
    return true;
  }

  #removed(view: View, line: string, command: string, uids: readonly number[] | null, number: number): void {
    if (KEEPS_NUMBERS.test(command)) throw new Error(`${line} while answering ${command}`);
    const saysVanished = this.mode.qresync || this.mode.uidOnly;
    if (saysVanished !== (uids !== null)) throw new Error(`${line} in a session with ${JSON.stringify(this.mode)}`);
    if (uids === null) view.expunge(number);
    else view.vanished(uids, !this.mode.uidOnly);
  }

  #fetched(view: View, kind: string, number: number, rest: string): void {
    if ((kind === 'UIDFETCH') !== this.mode.uidOnly) throw new Error(`${kind} in the wrong kind of session`);
    const items = rest.replace(/BODY\[[^\]]*\](<\d+>)? \{\d+\}"(?:[^"\\]|\\.)*"/g, '');
    const uid = /\bUID (\d+)/.exec(items)?.[1];
    const flags = /\bFLAGS \(([^)]*)\)/.exec(items)?.[1];
    const modSeq = /\bMODSEQ \((\d+)\)/.exec(items)?.[1];
    const told: Fetched = {
      uid: kind === 'UIDFETCH' ? number : uid === undefined ? null : Number(uid),
      flags: flags === undefined ? null : new Set(flags.split(' ').filter((flag) => flag !== '')),
      modSeq: modSeq === undefined ? null : Number(modSeq),
    };
    view.fetched(kind === 'UIDFETCH' ? null : number, told);
  }

  #noteCode(code: string): void {
    const place = /^HIGHESTMODSEQ (\d+)$/.exec(code)?.[1];
    if (place !== undefined) (this.opening ?? this.view)?.saidPlace(Number(place));
  }
}

/** `1:3,7` */
export function numbersOf(set: string): number[] {
  return set.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split(':').map(Number);
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  });
}

/** The shortest set of ascending numbers. */
export function setOf(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && number === last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}:${last}`)).join(',');
}
