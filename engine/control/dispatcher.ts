/** The only door of the control contract: knows the method, checks the role, validates the request, maps errors. The same for every carrier. */
import type { Emit } from '../events/bus.ts';
import { assertNever } from '../lib/assert.ts';
import { MailError } from '../model/errors.ts';
import { mayAct, type Caller } from './caller.ts';
import {
  ControlFailure,
  METHODS,
  type ControlError,
  type ControlErrorCode,
  type MethodName,
  type Request,
  type Response,
} from './contract.ts';

export type Handler<M extends MethodName> = (request: Request<M>, caller: Caller) => Promise<Response<M>>;
export type Handlers = { readonly [M in MethodName]: Handler<M> };
export type Dispatch = (caller: Caller, method: string, request: unknown) => Promise<unknown>;

export function controlDispatcher(handlers: Handlers, emit: Emit): Dispatch {
  return async (caller, method, request) => {
    if (!Object.hasOwn(METHODS, method)) throw refusal('badRequest', `there is no method ${method.slice(0, 60)}`);
    const name = method as MethodName;
    const rule = METHODS[name];
    if (!mayAct(caller, rule.role)) throw refusal('denied', `this needs the role ${rule.role}`);
    const parsed = rule.request.safeParse(request ?? undefined);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new ControlFailure({
        code: 'badRequest',
        message: issue?.message ?? 'wrong request',
        field: issue?.path.join('.') ?? '',
      });
    }
    try {
      return await (handlers[name] as (request: unknown, caller: Caller) => Promise<unknown>)(parsed.data, caller);
    } catch (error) {
      throw toFailure(error, name, emit);
    }
  };
}

export function refusal(code: ControlErrorCode, message: string, field?: string): ControlFailure {
  const error: ControlError = field === undefined ? { code, message } : { code, message, field };
  return new ControlFailure(error);
}

/** A bug's words stay in the log: outside it is only an internal error. */
export function toFailure(error: unknown, where: string, emit: Emit): ControlFailure {
  if (error instanceof ControlFailure) return error;
  if (error instanceof MailError) return refusal(codeOf(error), error.message);
  emit('engine.bug', { where, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  return refusal('internal', 'internal error');
}

function codeOf({ code }: MailError): ControlErrorCode {
  switch (code) {
    case 'nonexistent':
      return 'nonexistent';
    case 'alreadyExists':
    case 'inUse':
      return 'conflict';
    case 'noPermission':
    case 'authFailed':
      return 'denied';
    case 'cannot':
    case 'tooBig':
    case 'limit':
    case 'overQuota':
      return 'badRequest';
    case 'unavailable':
      return 'unavailable';
    default:
      return assertNever(code, 'error code');
  }
}
