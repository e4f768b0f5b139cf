import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.spec.ts', 'test/**/*.spec.ts', 'web/src/**/*.spec.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/scope-of-tests.ts'],
    pool: 'forks',
    // Loading the application anew for each file took half of the time. A file leaves nothing behind:
    // it closes what it opened and changes no global state.
    isolate: false,
    // Half of a test's time is waiting for deadlines, retries and processes: a third worker uses it on two cores.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
});
