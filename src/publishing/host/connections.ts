import { Pool } from 'pg';
import type { Logger } from '../../common/index.js';
import { ResilientClient } from '../../database/index.js';
import type { FanoutHints, OwnConnection } from './database-publisher.js';
import type { HostSettings } from './postrider-options.js';

const TIMEOUTS = {
  connectionTimeoutMillis: 3_000,
  idleTimeoutMillis: 30_000,
  /** By this process's clock: behind a pooler a setting of the session might be another client's. */
  query_timeout: 10_000,
};

/**
 * A pool that connects when it is first needed. It sets nothing on its connections and names no
 * statements, so that it runs behind a transaction pooler.
 */
export function openOwnConnection({
  databaseUrl,
  poolSize,
}: Pick<HostSettings, 'databaseUrl' | 'poolSize'>): OwnConnection {
  const pool = new Pool({
    ...TIMEOUTS,
    Client: ResilientClient,
    connectionString: databaseUrl,
    max: poolSize,
    application_name: 'postrider-module',
    keepAlive: true,
  });
  // An idle connection that breaks is replaced at its next use; unheard, it would end the process.
  pool.on('error', () => undefined);
  return {
    query: async (text, values) => (await pool.query<{ answer: string }>(text, values)).rows,
    close: () => pool.end(),
  };
}

/** Hints over Redis where it is named; else the workers look by themselves. */
export async function openFanoutHints(
  redisUrl: string | undefined,
  logger: Logger,
): Promise<FanoutHints> {
  if (redisUrl === undefined) {
    return { announceFanout: () => undefined, close: () => Promise.resolve() };
  }
  const { createBullWakeUps } = await import('../../queue/wake-ups/bull/index.js');
  return createBullWakeUps(redisUrl, logger);
}
