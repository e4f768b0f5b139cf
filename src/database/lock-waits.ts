import type { QueryRunner } from 'typeorm';
import type { Logger } from '../common/index.js';

/** The name of the connections that migrate, in `pg_stat_activity`. */
export const MIGRATING = 'postrider-migrate';

/** The number of the advisory lock under which one process at a time migrates: any constant. */
export const MIGRATION_LOCK = 7_305_512_201;

const LOOK_EVERY_MS = 1_000;
const WARN_AFTER_MS = 5_000;
const WARN_EVERY_MS = 30_000;

/**
 * Returns the holder of the migration lock where that is not $1, the server process that is to hold it for
 * us. Where it is, returns the sessions that keep connections of the name $2 waiting. `pg_locks` shows the
 * lock's number in two halves. Of sessions of other roles, a role without rights sees no more than pid and
 * name. The statement that such a session runs is left out, because it may hold data.
 */
const WAITS = `
WITH holder AS (
  SELECT pid, locktype, mode FROM pg_locks
  WHERE locktype = 'advisory' AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND (classid::bigint << 32) | objid::bigint = ${MIGRATION_LOCK}
), waits AS (
  SELECT locktype AS lock, mode, pid FROM holder WHERE pid <> $1
  UNION
  SELECT coalesce(l.relation::regclass::text, l.locktype), l.mode, blocking.pid
  FROM pg_stat_activity a
  JOIN pg_locks l ON l.pid = a.pid AND NOT l.granted
  CROSS JOIN LATERAL unnest(pg_blocking_pids(a.pid)) AS blocking (pid)
  WHERE a.application_name = $2 AND a.datname = current_database()
    AND EXISTS (SELECT FROM holder WHERE pid = $1)
)
SELECT w.lock, w.mode, w.pid, b.usename AS role, b.application_name, b.client_addr::text AS address, b.state,
  extract(epoch FROM clock_timestamp() - b.xact_start)::int AS seconds_in_transaction
FROM waits w LEFT JOIN pg_stat_activity b ON b.pid = w.pid`;

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
 * Logs which lock migrating waits for and who holds it, after five seconds of waiting and then every 30
 * seconds. Uses a connection that does nothing else, until the function that it returns is called.
 *
 * @param lockPid the server process that takes the migration lock
 */
export function watchLockWaits(
  runner: QueryRunner,
  lockPid: number,
  logger: Logger,
): () => Promise<void> {
  let waitingSinceMs: number | undefined;
  let warnedAtMs = -Infinity;
  let looking: Promise<void> = Promise.resolve();
  const look = async (): Promise<void> => {
    const waits = (await runner.query(WAITS, [lockPid, MIGRATING])) as LockWait[];
    const nowMs = performance.now();
    const [first] = waits;
    waitingSinceMs = first && (waitingSinceMs ?? nowMs);
    if (!first || nowMs - (waitingSinceMs ?? nowMs) < WARN_AFTER_MS) return;
    if (nowMs - warnedAtMs < WARN_EVERY_MS) return;
    warnedAtMs = nowMs;
    logger.warn({ waits }, describe(first));
  };
  const timer = setInterval(() => {
    // A connection that breaks is reported by the migration, which uses the same server.
    looking = looking.then(look).catch(() => undefined);
  }, LOOK_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await looking;
  };
}

function describe({ lock, pid, application_name: name }: LockWait): string {
  const holder = `server process ${pid} (${name ?? 'unnamed'})`;
  return lock === 'advisory'
    ? `waiting for the lock of migrations: ${holder} holds it`
    : `a migration waits for a lock on ${lock}: ${holder} holds it or is before it in line; ` +
        'the migration goes on when that transaction ends';
}
