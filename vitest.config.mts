/** Tests run on the project's Node 24. Unit tests sit beside their file; `tests/<part>` are run by tests/helpers/vitest-part.mjs. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'engine/**/*.test.{ts,tsx}',
      'electron/**/*.test.ts',
      'renderer/**/*.test.{ts,tsx}',
      'tests/**/*.test.ts',
    ],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    // A loaded machine of two cores is slow, not wrong.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
