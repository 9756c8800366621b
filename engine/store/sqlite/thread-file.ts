/**
 * The files that run as threads. They lie beside this one, in the source as in the build, which keeps one flat folder
 * and rewrites the extension in these very expressions.
 */
export const THREAD_FILES = {
  writer: new URL('./writer-thread.ts', import.meta.url),
  reader: new URL('./reader-thread.ts', import.meta.url),
  log: new URL('./log-thread.ts', import.meta.url),
  search: new URL('./search-thread.ts', import.meta.url),
} as const;
