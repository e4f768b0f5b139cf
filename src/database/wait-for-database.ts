import { setTimeout as pause } from 'node:timers/promises';
import { isOutage } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { SturdyClient } from './sturdy-client.js';

const WAIT_MS = 60_000;
const PAUSE_MS = 500;
const CONNECT_TIMEOUT_MS = 3_000;
const SAY_EVERY_MS = 10_000;

/**
 * Resolves once the database answers. One that is starting, or not there yet, is waited for for a
 * minute, since containers start in any order; after that, or where it refuses us (a wrong password,
 * no such database), this throws what to mend.
 */
export async function waitForDatabase(
  url: string,
  logger: Logger,
  waitMs = WAIT_MS,
): Promise<void> {
  const place = placeOf(url);
  const untilMs = performance.now() + waitMs;
  let sayAtMs = 0;
  for (;;) {
    try {
      return await ask(url);
    } catch (error) {
      const reason = reasonOf(error);
      if (!isOutage(error)) {
        throw new Error(`PostgreSQL at ${place} refuses: ${reason}`, { cause: error });
      }
      const now = performance.now();
      if (now > untilMs) {
        const message = `PostgreSQL at ${place} cannot be used (${reason}); see DATABASE_URL`;
        throw new Error(message, { cause: error });
      }
      if (now >= sayAtMs) {
        sayAtMs = now + SAY_EVERY_MS;
        logger.warn({ place, reason }, 'waiting for PostgreSQL');
      }
    }
    await pause(PAUSE_MS);
  }
}

async function ask(url: string): Promise<void> {
  const client = new SturdyClient({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: CONNECT_TIMEOUT_MS,
  });
  try {
    await client.connect();
    await client.query('SELECT 1');
  } finally {
    // Not waited for: where nobody answers, nobody says goodbye either.
    void client.end().catch(() => undefined);
  }
}

/** Never the user or the password. */
function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || '5432'}${pathname}`;
}

/** An error of several addresses has an empty message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}
