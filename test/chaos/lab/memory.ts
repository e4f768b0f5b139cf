import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProductProcess } from './product-process.js';

const EVERY_MS = 1000;

/** Memory of processes, measured every second. */
export class MemoryWatch {
  private readonly samples: { atMs: number; bytes: number }[] = [];
  private readonly watching: Promise<void>;
  private isOver = false;

  constructor(private readonly processes: readonly ProductProcess[]) {
    this.watching = this.watch();
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await this.watching;
  }

  /** The largest process in these times, in MB. */
  largestMb(fromMs: number, toMs: number): number {
    const found = this.samples.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
    return Math.round(Math.max(0, ...found.map(({ bytes }) => bytes)) / 1e6);
  }

  private async watch(): Promise<void> {
    while (!this.isOver) {
      const sizes = await Promise.all(this.processes.map(({ pid }) => residentBytes(pid)));
      this.samples.push({ atMs: Date.now(), bytes: Math.max(...sizes) });
      await sleep(EVERY_MS);
    }
  }
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}
