import type { QueryRunner } from 'typeorm';
import type { Logger } from '../common/index.js';

/** What the connections that migrate are called in `pg_stat_activity`. */
export const MIGRATING = 'postrider-migrate';

const LOOK_EVERY_MS = 1_000;
const SAY_EVERY_MS = 30_000;

/**
 * Locks that connections of this name have waited for during five seconds, and who holds them or stands
 * before them in line. Of sessions of other roles, a role without rights sees no more than pid and name.
 * What they run is not asked for: it may hold data.
 */
const WAITS = `
SELECT DISTINCT coalesce(l.relation::regclass::text, l.locktype) AS lock, l.mode,
  b.pid, b.usename AS role, b.application_name, b.client_addr::text AS address, b.state,
  extract(epoch FROM clock_timestamp() - b.xact_start)::int AS seconds_in_transaction
FROM pg_stat_activity a
JOIN pg_locks l ON l.pid = a.pid AND NOT l.granted
CROSS JOIN LATERAL unnest(pg_blocking_pids(a.pid)) AS blocking (pid)
LEFT JOIN pg_stat_activity b ON b.pid = blocking.pid
WHERE a.application_name = $1 AND a.datname = current_database()
  AND l.waitstart < clock_timestamp() - interval '5 seconds'`;

interface LockWait {
  lock: string;
  mode: string;
  pid: number | null;
  role: string | null;
  application_name: string | null;
  address: string | null;
  state: string | null;
  seconds_in_transaction: number | null;
}

/**
 * Says what migrations wait for, once they have waited for five seconds, and again every 30 seconds.
 * Looks over a connection that does nothing else until the answer is called.
 */
export function watchLockWaits(runner: QueryRunner, logger: Logger): () => Promise<void> {
  let sayAtMs = 0;
  let looking: Promise<void> = Promise.resolve();
  const look = async (): Promise<void> => {
    const waits = (await runner.query(WAITS, [MIGRATING])) as LockWait[];
    const [first] = waits;
    if (!first || performance.now() < sayAtMs) return;
    sayAtMs = performance.now() + SAY_EVERY_MS;
    logger.warn(
      { waits },
      `a migration waits for a lock on ${first.lock}: server process ${first.pid} ` +
        `(${first.application_name ?? 'unnamed'}) has it, or stands before us; it goes on once that transaction ends`,
    );
  };
  const timer = setInterval(() => {
    // A broken connection is reported by the migration itself.
    looking = looking.then(look).catch(() => undefined);
  }, LOOK_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await looking;
  };
}
