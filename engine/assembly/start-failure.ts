/** Why the engine did not start, as window and command line tell it; nothing was changed. */
import type { StartFailure } from '../control/contract-types.ts';
import { MailError } from '../model/errors.ts';
import { SettingProblem } from '../setting-values.ts';
import { DataFolderError } from '../store/data-folder-error.ts';

export class EngineStartError extends Error {
  readonly failure: StartFailure;
  constructor(failure: StartFailure, options?: ErrorOptions) {
    super(failure.message, options);
    this.name = 'EngineStartError';
    this.failure = failure;
  }
}
/** An expected failure as its code and sentence; what is not expected is thrown on. */
export function asStartError(error: unknown, dataFolder: string): unknown {
  if (error instanceof SettingProblem)
    return startError('badSetting', error.message, { setting: error.setting }, error);
  if (error instanceof DataFolderError) return startError(error.problem, error.message, { dataFolder }, error);
  if (error instanceof MailError) {
    const code = error.code === 'inUse' ? 'locked' : error.code === 'unavailable' ? 'diskFull' : 'dataUnreadable';
    return startError(code, error.message, { dataFolder }, error);
  }
  return error;
}
export function startError(
  code: StartFailure['code'],
  message: string,
  detail: StartFailure['detail'],
  cause?: unknown,
): EngineStartError {
  return new EngineStartError({ code, message, detail }, { cause });
}
