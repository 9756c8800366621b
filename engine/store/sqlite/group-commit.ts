/**
 * Group commit: each command in a SAVEPOINT, bodies written and synced once, one COMMIT, then the answers. A command that
 * fails rolls back alone as long as SQLite kept the transaction; else, or when write, sync or COMMIT fail, the whole
 * group is answered `unavailable` and nothing of it is confirmed. RFC 5321 6.1
 */
import type { BodyIntake } from './body-intake.ts';
import type { Sql } from './sql.ts';
import { toWire, type Answer, type Command } from './thread-messages.ts';
import { Tx } from './tx.ts';
import { WRITE_OPS } from './write-ops.ts';
import type { CommitChange } from '../change-hub.ts';
import { MailError } from '../../model/errors.ts';
import type { UnixMs } from '../../model/ids.ts';

export interface GroupResult {
  readonly changes: readonly CommitChange[];
  readonly answers: readonly Answer[];
  /** Why the disk refused; null when it did not. */
  readonly refusal: string | null;
  /** Ids of acknowledged bodies that do not verify after a failed sync. */
  readonly damagedBodies: readonly number[];
}
type Failure = { readonly error: unknown; readonly then: 'undo' | 'abandon' };

export class GroupCommit {
  readonly #sql: Sql;
  readonly #bodies: BodyIntake;

  constructor(sql: Sql, bodies: BodyIntake) {
    this.#sql = sql;
    this.#bodies = bodies;
  }

  run(commands: readonly Command[]): GroupResult {
    const changes: CommitChange[] = [];
    const answers: Answer[] = [];
    let refusal: string | null = null;
    const failure =
      this.#attempt(() => {
        this.#sql.run('BEGIN IMMEDIATE');
        for (const command of commands) {
          const { answer, told, diskReason } = this.#runOne(command);
          answers.push(answer);
          changes.push(...told);
          refusal ??= diskReason;
        }
      }, 'undo') ?? this.#makeDurable();
    if (failure === null) {
      this.#bodies.commit();
      return { changes, answers, refusal, damagedBodies: [] };
    }
    return this.#fail(commands, failure);
  }

  #makeDurable(): Failure | null {
    return (
      this.#attempt(() => this.#bodies.write(), 'undo') ??
      this.#attempt(() => this.#bodies.sync(), 'abandon') ??
      this.#attempt(
        () => this.#sql.run('COMMIT'),
        (error) => (isDiskFull(error) ? 'undo' : 'abandon'),
      )
    );
  }

  #attempt(step: () => void, then: Failure['then'] | ((error: unknown) => Failure['then'])): Failure | null {
    try {
      step();
      return null;
    } catch (error) {
      return { error, then: typeof then === 'string' ? then : then(error) };
    }
  }

  #runOne(command: Command): { answer: Answer; told: readonly CommitChange[]; diskReason: string | null } {
    const { id } = command;
    const tx = new Tx(this.#sql, this.#bodies, command.now as UnixMs);
    const mark = this.#bodies.mark();
    this.#sql.run('SAVEPOINT command');
    try {
      const value = perform(tx, command);
      this.#sql.run('RELEASE command');
      return { answer: { id, ok: true, value }, told: tx.changes, diskReason: null };
    } catch (error) {
      // SQLITE_FULL, IOERR and NOMEM may have ended the whole transaction: then the group is lost.
      if (!this.#sql.db.inTransaction) throw error;
      this.#bodies.rollbackTo(mark);
      this.#sql.run('ROLLBACK TO command');
      this.#sql.run('RELEASE command');
      const diskReason = diskRefusal(error);
      const told = diskReason === null ? error : unavailable(diskReason, error);
      return { answer: { id, ok: false, error: toWire(told) }, told: [], diskReason };
    }
  }

  #fail(commands: readonly Command[], failure: Failure): GroupResult {
    if (this.#sql.db.inTransaction) this.#sql.db.exec('ROLLBACK');
    const undone = failure.then === 'undo' ? this.#attempt(() => this.#bodies.undo(), 'abandon') : failure;
    const damagedBodies = undone === null ? [] : this.#bodies.abandon(this.#sql);
    const reason = diskRefusal(failure.error) ?? String((failure.error as Error).message);
    const error = toWire(unavailable(reason, failure.error));
    const answers = commands.map(({ id }): Answer => ({ id, ok: false, error }));
    return { changes: [], answers, refusal: reason, damagedBodies };
  }
}

function perform(tx: Tx, { op, args }: Command): unknown {
  if (!Object.hasOwn(WRITE_OPS, op)) throw new Error(`the writer knows no ${op}`);
  const operation = WRITE_OPS[op as keyof typeof WRITE_OPS] as (tx: Tx, ...rest: readonly unknown[]) => unknown;
  return operation(tx, ...args);
}
function unavailable(reason: string, cause: unknown): MailError {
  return new MailError('unavailable', `Nothing was stored: ${reason}`, { cause });
}
function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}
export function isDiskFull(error: unknown): boolean {
  return /^(ENOSPC|EDQUOT|SQLITE_FULL)$/.test(codeOf(error));
}
/** A sentence when the disk or the system refused; null when the error is another. */
export function diskRefusal(error: unknown): string | null {
  const code = codeOf(error);
  if (isDiskFull(error)) return 'the disk is full. Free some space; mail is taken again by itself.';
  if (/^(EIO|EROFS|ENXIO|ENODEV|SQLITE_IOERR.*|SQLITE_READONLY.*)$/.test(code))
    return `the disk refuses to write (${code}).`;
  if (/^(EMFILE|ENFILE|ENOMEM|SQLITE_NOMEM)$/.test(code)) return `the system is out of resources (${code}).`;
  return /^SQLITE_(CORRUPT|NOTADB)/.test(code) ? `the database is damaged (${code}); run the store check.` : null;
}
