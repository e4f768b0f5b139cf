import { defineConfig } from 'vitest/config';

/** For the static checks: the servers that the other tests share are not started. */
export default defineConfig({ test: { include: ['test/mutants/list.spec.ts'] } });
