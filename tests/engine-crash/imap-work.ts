/**
 * Work over IMAP for the crash test: sessions that append, flag, move and expunge letters of their own in shared mailboxes.
 * What was answered OK is noted as it must be; what was under way may have happened or not.
 */
import { LineClient } from '../helpers/line-client.ts';
import { PEOPLE, type Postane } from '../helpers/postane.ts';

export type Kind = 'append' | 'store' | 'move' | 'expunge';
export interface Letter {
  /** null: gone for ever. */
  readonly mailbox: 'INBOX' | 'Archive' | null;
  /** null: not told, as the letter's arrival was never answered. */
  readonly uid: number | null;
  readonly flags: readonly string[];
}
export class Ledger {
  /** By Message-ID, what the last tagged OK says. */
  readonly letters = new Map<string, Letter>();
  /** What was asked and not answered when the engine was killed. */
  readonly underWay = new Map<string, Letter>();
  /** Every uid ever told, `mailbox uid`, with the letter that has it. */
  readonly uids = new Map<string, string>();
  readonly answered: Record<Kind, number> = { append: 0, store: 0, move: 0, expunge: 0 };

  /** @throws when the uid was another letter's */
  hold(mailbox: string, uid: number, id: string): void {
    const key = `${mailbox} ${uid}`;
    const holder = this.uids.get(key) ?? id;
    if (holder !== id) throw new Error(`uid ${uid} of ${mailbox} was ${holder}'s and is told as ${id}'s`);
    this.uids.set(key, id);
  }
}

export interface Work {
  /** Ends when the engine is gone; rejects with what should not have been. */
  readonly ended: Promise<void>;
}

export function startWork(postane: Postane, ledger: Ledger, round: number, sessions: number): Work {
  const workers = Array.from({ length: sessions }, async (_, at) => {
    const session = await Session.open(postane, ledger);
    for (let n = 0; !session.hasEnded; n += 1) await session.life(`w${at}-${round}-${n}@work.test`, n);
  });
  return { ended: Promise.all(workers).then(() => undefined) };
}

class Session {
  readonly #client: LineClient;
  readonly #ledger: Ledger;
  hasEnded = false;

  private constructor(client: LineClient, ledger: Ledger) {
    this.#client = client;
    this.#ledger = ledger;
  }

  static async open(postane: Postane, ledger: Ledger): Promise<Session> {
    const { address, password } = PEOPLE.mehmet;
    const client = await LineClient.connect(postane.port('imaps'), {
      tls: { ca: postane.ca, servername: 'localhost' },
    });
    await client.until(/^\* OK/);
    await client.ask(`l LOGIN ${address} "${password}"\r\n`, /^l OK/);
    await client.ask('s SELECT INBOX\r\n', /^s OK/);
    return new Session(client, ledger);
  }

  /** A letter comes, is flagged, and stays, is moved or is expunged. */
  async life(id: string, n: number): Promise<void> {
    const text = `Subject: ${id}\r\nMessage-ID: <${id}>\r\n\r\n${'satir\r\n'.repeat(20)}`;
    const letter: Letter = { mailbox: 'INBOX', uid: null, flags: ['\\Seen'] };
    const uid = await this.#do(
      'append',
      id,
      letter,
      `APPEND INBOX (\\Seen) {${text.length}+}\r\n${text}`,
      /APPENDUID \d+ (\d+)/,
    );
    if (uid === null) return;
    const flagged: Letter = { mailbox: 'INBOX', uid, flags: ['\\Seen', '\\Flagged', 'isaret'] };
    if ((await this.#do('store', id, flagged, `UID STORE ${uid} +FLAGS (\\Flagged isaret)`)) === null) return;
    if (n % 3 === 1) {
      await this.#do(
        'move',
        id,
        { ...flagged, mailbox: 'Archive', uid: null },
        `UID MOVE ${uid} Archive`,
        /COPYUID \d+ \d+ (\d+)/,
      );
    } else if (n % 3 === 2) {
      const deleted: Letter = { ...flagged, flags: [...flagged.flags, '\\Deleted'] };
      if ((await this.#do('store', id, deleted, `UID STORE ${uid} +FLAGS.SILENT (\\Deleted)`)) === null) return;
      await this.#do('expunge', id, { mailbox: null, uid, flags: [] }, `UID EXPUNGE ${uid}`);
    }
  }

  /** @returns the letter's uid; null when the engine went before it answered. @throws when it refused */
  async #do(kind: Kind, id: string, after: Letter, command: string, told?: RegExp): Promise<number | null> {
    this.#ledger.underWay.set(id, after);
    let uid = after.uid;
    try {
      this.#client.write(`a ${command}\r\n`);
      const pattern = told === undefined ? /^a / : new RegExp(`${told.source}|^a `);
      let line = await this.#client.until(pattern);
      uid = Number(told?.exec(line)?.[1] ?? 0) || uid;
      if (!line.startsWith('a ')) line = await this.#client.until(/^a /);
      if (!line.startsWith('a OK')) throw new Refused(`${command.slice(0, 60)}: ${line}`);
    } catch (error) {
      this.hasEnded = true;
      if (error instanceof Refused) throw error;
      return null;
    }
    if (uid === null) throw new Refused(`no uid was told of ${command.slice(0, 60)}`);
    this.#ledger.underWay.delete(id);
    this.#ledger.letters.set(id, { ...after, uid });
    if (after.mailbox !== null) this.#ledger.hold(after.mailbox, uid, id);
    this.#ledger.answered[kind] += 1;
    return uid;
  }
}

class Refused extends Error {}
