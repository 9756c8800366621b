/** Expected failures of the domain. Everything else is a bug and is reported as `internal`. */
export const MAIL_ERROR_CODES = [
  'nonexistent',
  'alreadyExists',
  'cannot',
  'noPermission',
  'overQuota',
  'tooBig',
  'limit',
  'inUse',
  'authFailed',
  'unavailable',
] as const;
export type MailErrorCode = (typeof MAIL_ERROR_CODES)[number];

export class MailError extends Error {
  readonly code: MailErrorCode;
  constructor(code: MailErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MailError';
    this.code = code;
  }
}
