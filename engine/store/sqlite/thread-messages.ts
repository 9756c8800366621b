/** What main thread and store threads say to each other. */
import type { CommitChange } from '../change-hub.ts';
import { DataFolderError, type DataFolderProblem } from '../data-folder-error.ts';
import { MAIL_ERROR_CODES, MailError, type MailErrorCode } from '../../model/errors.ts';

/** Error as it crosses threads: an expected refusal keeps its code, a bug keeps its words for the log. */
export interface WireError {
  readonly code: MailErrorCode | null;
  /** Why a start was refused; null for everything else. */
  readonly problem: DataFolderProblem | null;
  readonly message: string;
  readonly stack: string;
}
export type Answer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: WireError };

export interface Command {
  readonly kind: 'command';
  readonly id: number;
  readonly op: string;
  readonly args: readonly unknown[];
  /** Wall clock of the engine: threads have none of their own. */
  readonly now: number;
  /** Octets of bodies inside, to bound a group. */
  readonly bytes: number;
}
export type ToThread = Command | { readonly kind: 'close' } | { readonly kind: 'wake' };

export type FromThread =
  | { readonly kind: 'ready'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly error: WireError }
  /** Changes of a commit, told before its answers. */
  | { readonly kind: 'group'; readonly changes: readonly CommitChange[]; readonly answers: readonly Answer[] };

export function toWire(error: unknown): WireError {
  const known = error instanceof Error ? error : new Error(String(error));
  return {
    code: error instanceof MailError ? error.code : null,
    problem: error instanceof DataFolderError ? error.problem : null,
    message: error instanceof MailError ? known.message : `${known.name}: ${known.message}`,
    stack: known.stack ?? '',
  };
}
export function fromWire(wire: WireError): Error {
  const error = errorOf(wire);
  error.stack = `${error.stack ?? ''}\n  in the store thread: ${wire.stack}`;
  return error;
}

/** Buffers of an answer that can change hands instead of being copied. */
export function transferable(value: unknown): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const look = (item: unknown): void => {
    if (item instanceof ArrayBuffer) buffers.add(item);
    else if (
      ArrayBuffer.isView(item) &&
      item.buffer instanceof ArrayBuffer &&
      item.byteLength === item.buffer.byteLength
    )
      buffers.add(item.buffer);
  };
  look(value);
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) Object.values(value).forEach(look);
  return [...buffers];
}
function errorOf({ code, problem, message }: WireError): Error {
  if (problem !== null) return new DataFolderError(problem, message);
  return code !== null && MAIL_ERROR_CODES.includes(code) ? new MailError(code, message) : new Error(message);
}
