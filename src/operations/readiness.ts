import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { HotPool, QUICK_POOL } from '../database/index.js';
import type { HealthReport } from './health.dto.js';

/** Below the patience of those who ask (three seconds in our own image). */
const DEADLINE_MS = 2_000;

/** One thing that must be so for the process to be ready: undefined, or what is wrong. */
export type ReadinessCheck = () => string | undefined | Promise<string | undefined>;

/**
 * What "ready" means for this process: the connections that its work goes over take changes, each asked
 * for itself, since one may hang while another answers. A worker adds that it is consuming. Redis is no
 * condition: without it deliveries are found in the database.
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

  /** Answers within two seconds, whatever hangs. */
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

/** A question waits in line with the work that the connections are for, so that it meets what that meets. */
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
