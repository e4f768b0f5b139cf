import { defineConfig } from 'vitest/config';

/** `npm run pictures`: takes the pictures of docs/console.md again. */
export default defineConfig({
  test: {
    include: ['test/pictures/*.pictures.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
});
