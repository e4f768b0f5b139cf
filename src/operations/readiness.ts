import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { HotPool, QUICK_POOL } from '../database/index.js';
import type { HealthReport } from './health.dto.js';

/** Below the timeout of health checks, which is three seconds in our own image. */
const DEADLINE_MS = 2_000;

/** One condition of readiness. Returns undefined, or the problem as a sentence. */
export type ReadinessCheck = () => string | undefined | Promise<string | undefined>;

/**
 * The readiness of this process: each pool of connections accepts changes. The pools are checked
 * separately, because one may hang while another answers. A worker adds a check that it consumes. Redis is
 * not a condition, because deliveries are found in the database without it.
 */
@Injectable()
export class Readiness {
  private readonly checks = new Map<string, ReadinessCheck>();

  constructor(
    @Inject(SETTINGS) { role }: Pick<RunSettings, 'role'>,
    @Inject(HotPool) pool: HotPool,
    @Inject(QUICK_POOL) quickPool: HotPool,
  ) {
    const work = role === 'api' ? 'look up keys and tenants' : 'claim and record deliveries';
    this.add('database', () => problemOf(pool, work));
    if (role !== 'worker') this.add('publishing', () => problemOf(quickPool, 'store events'));
  }

  add(name: string, check: ReadinessCheck): void {
    this.checks.set(name, check);
  }

  /** Resolves within two seconds, even if a server hangs. */
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

/** The check queues for a connection like the work of the pool, so that it meets the same problems. */
function problemOf(pool: HotPool, work: string): Promise<string | undefined> {
  const connections = `on the connections that ${work}`;
  return Promise.race([
    pool.isWritable().then(
      (isWritable) => (isWritable ? undefined : 'PostgreSQL takes no changes (read-only)'),
      () => `PostgreSQL does not answer ${connections}`,
    ),
    pause(DEADLINE_MS, `PostgreSQL does not answer in time ${connections}`, { ref: false }),
  ]);
}
