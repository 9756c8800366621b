/** The line was wrong: said with what would be right, exit 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
/** The line was right but cannot be done, exit 1. */
export class CannotError extends Error {
  override readonly name = 'CannotError';
}
