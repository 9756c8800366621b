/** A script that cannot go on with this letter. RFC 5228 2.10.6. Never leaves `runSieve`. */
import type { SieveFailureCode } from './seam.ts';

export class RunError extends Error {
  readonly code: SieveFailureCode;
  /** @param message a sentence for the script's owner */
  constructor(code: SieveFailureCode, message: string) {
    super(message);
    this.name = 'RunError';
    this.code = code;
  }
}
