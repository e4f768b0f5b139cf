import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { HotPool } from '../database/index.js';
import type { HealthReport } from './health.dto.js';

const DEADLINE_MS = 2_000;

/** One thing that must be so for the process to be ready: undefined, or what is wrong. */
export type ReadinessCheck = () => string | undefined | Promise<string | undefined>;

/**
 * What "ready" means for this process. The database always; a worker adds that it is consuming.
 * Redis is no condition: without it deliveries are found in the database.
 */
@Injectable()
export class Readiness {
  private readonly checks = new Map<string, ReadinessCheck>();

  constructor(pool: HotPool) {
    this.add('database', () =>
      Promise.race([
        pool.isWritable().then(
          (isWritable) => (isWritable ? undefined : 'PostgreSQL takes no changes (read-only)'),
          () => 'PostgreSQL does not answer',
        ),
        pause(DEADLINE_MS, 'PostgreSQL does not answer in time', { ref: false }),
      ]),
    );
  }

  add(name: string, check: ReadinessCheck): void {
    this.checks.set(name, check);
  }

  async report(): Promise<HealthReport> {
    const found = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, await check()] as const),
    );
    return {
      status: found.every(([, problem]) => problem === undefined) ? 'ok' : 'unavailable',
      checks: Object.fromEntries(found.map(([name, problem]) => [name, problem ?? 'ok'])),
    };
  }
}
