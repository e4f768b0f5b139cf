import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/services/free-port.js';
import { guard } from '../support/services/guard.js';
import type { BenchOptions } from './options.js';

const START_LIMIT_MS = 120_000;
const KEPT_OUTPUT = 4000;

export interface ProductProcess {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

export interface ProductStart {
  main: string;
  settings: Record<string, string>;
  options: Pick<BenchOptions, 'nodeFlags' | 'profileDir'>;
}

/** What the image sets for glibc's allocator (docs/operating.md). */
export const ALLOCATOR = { MALLOC_MMAP_THRESHOLD_: '65536' };

/** Starts one process of the compiled product on a free port and waits until it is ready. */
export async function startProduct(start: ProductStart): Promise<ProductProcess> {
  const { main, settings } = start;
  const { nodeFlags, profileDir } = start.options;
  const port = await freePort();
  const profiling = profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`];
  const child = spawn(process.execPath, [...nodeFlags, ...profiling, main], {
    // Polling for the record is no part of what is measured.
    env: {
      PATH: process.env.PATH,
      RATE_LIMIT_PER_MINUTE: '1000000',
      ...ALLOCATOR,
      ...settings,
      PORT: String(port),
    },
    // The log goes nowhere: writing it is the product's cost, keeping it is not.
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const { pid = 0 } = child;
  const kept = guard({ pid });
  const output = keepOutput(child);
  const url = `http://127.0.0.1:${port}`;
  try {
    await untilReady(url, child, output);
  } catch (error) {
    child.kill();
    throw error;
  }
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    }
    kept.forget();
  };
  return { url, pid, stop };
}

function keepOutput(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => (text = (text + chunk).slice(-KEPT_OUTPUT)));
  return () => text.trim();
}

async function untilReady(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    const response = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (response?.ok) return;
    await sleep(50);
  }
  throw new Error(`The product did not start: ${output()}`);
}
