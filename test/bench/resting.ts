import { setTimeout as sleep } from 'node:timers/promises';
import type { Cost } from './measure.js';
import { cpuMs } from './measure.js';
import { childrenOf, memoryOf } from './process-cost.js';
import type { Product } from './product.js';

const REST_MS = 30_000;
const LOOK_MS = 20_000;

/** What a product without work costs. */
export interface Resting {
  /** Share of one core, 0 to 1. */
  cpu: Cost;
  /** Bytes; a page that n processes share counts as one n-th of it (PSS). */
  memory: Cost;
}

/** Looks for 20 s, which begin 30 s after the work. The bench should have no process or connection left. */
export async function measureResting(product: Product): Promise<Resting> {
  await sleep(REST_MS);
  const before = cpuMs(product);
  const startedAtMs = performance.now();
  await sleep(LOOK_MS);
  const after = cpuMs(product);
  const elapsedMs = performance.now() - startedAtMs;
  const share = (name: keyof Cost) => (after[name] - before[name]) / elapsedMs;
  const { pids } = product;
  return {
    cpu: { node: share('node'), postgres: share('postgres'), redis: share('redis') },
    memory: {
      node: pids.product.reduce((sum, pid) => sum + memoryOf(pid), 0),
      postgres: familyMemory(pids.postgres),
      redis: pids.redis === undefined ? 0 : familyMemory(pids.redis),
    },
  };
}

function familyMemory(pid: number): number {
  return [pid, ...childrenOf(pid)].reduce((sum, each) => sum + memoryOf(each), 0);
}
