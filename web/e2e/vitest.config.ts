import { defineConfig } from 'vitest/config';

const minutes = 60_000;

// One server and one browser a role for all files, hence one file and one test after the other.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.e2e.ts'],
    globalSetup: ['support/server.ts'],
    fileParallelism: false,
    sequence: { concurrent: false },
    testTimeout: 3 * minutes,
    hookTimeout: 3 * minutes,
    teardownTimeout: 60_000,
    retry: 0,
    reporters: ['verbose'],
  },
});
