import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource, QueryRunner } from 'typeorm';
import { sqlStateOf } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { createDataSource } from './data-source.js';
import { applyFunctions } from './functions.js';
import { MIGRATING, watchLockWaits } from './lock-waits.js';
import type { DatabaseAccess } from './session/index.js';

/** Any constant: who holds it applies migrations, everybody else waits. */
const MIGRATION_LOCK = 7_305_512_201;

const PAUSE_MS = 200;
/** For those who waited behind us. */
const LET_PASS_MS = 1_000;
/** Of PostgreSQL, "Error Codes". */
const LOCK_NOT_AVAILABLE = '55P03';
const SAY_AFTER_MS = 5_000;
const SAY_EVERY_MS = 30_000;

/** `pg_locks` shows the two halves of the lock's number. */
const HOLDER = `
SELECT l.pid, a.application_name, a.client_addr::text AS address
FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND (l.classid::bigint << 32) | l.objid::bigint = ${MIGRATION_LOCK}`;

/**
 * Brings the schema up to date, one process at a time, makes the partitions of the next months, and
 * lets the role `worksAs` use what the migrating role owns. Not through a pooler of transactions:
 * the lock belongs to a session.
 */
export async function migrate(
  access: DatabaseAccess,
  { logger, worksAs }: { logger: Logger; worksAs: string },
): Promise<void> {
  const options = { ...access, poolSize: 2, applicationName: MIGRATING };
  const source = await createDataSource(options).initialize();
  const runner = source.createQueryRunner();
  try {
    await takeLock(runner, logger);
    const unwatch = watchLockWaits(runner, logger);
    try {
      await untilLocked(async () => {
        await source.runMigrations({ transaction: 'each' });
        await applyFunctions(source);
        await source.query('SELECT ensure_partitions(2)');
        await grantTo(worksAs, source);
      });
    } finally {
      await unwatch();
    }
  } finally {
    // Closing the connection gives the lock back.
    await runner.release();
    await source.destroy();
  }
}

async function takeLock(runner: QueryRunner, logger: Logger): Promise<void> {
  let sayAtMs = performance.now() + SAY_AFTER_MS;
  for (;;) {
    const [lock] = (await runner.query(
      `SELECT pg_try_advisory_lock(${MIGRATION_LOCK}) AS taken`,
    )) as { taken: boolean }[];
    if (lock?.taken) return;
    if (performance.now() >= sayAtMs) {
      sayAtMs = performance.now() + SAY_EVERY_MS;
      const [holder] = (await runner.query(HOLDER)) as object[];
      logger.warn(
        { holder },
        'waiting for the lock of migrations: another process has it, on the server process named as holder',
      );
    }
    await pause(PAUSE_MS);
  }
}

/**
 * Tries again for as long as a lock of a table is not to be had. Each try gives up after `lock_timeout`,
 * because everybody else's statements on the table wait in line behind it.
 */
async function untilLocked(work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (sqlStateOf(error) !== LOCK_NOT_AVAILABLE) throw error;
    }
    await pause(LET_PASS_MS);
  }
}

/** What a role that owns nothing needs, which `DATABASE_URL` may work as. */
async function grantTo(role: string, source: DataSource): Promise<void> {
  const [who] = await source.query<{ is_owner: boolean; role: string; tables: string | null }[]>(
    `SELECT current_user = $1 AS is_owner, quote_ident($1) AS role,
       (SELECT string_agg(oid::regclass::text, ', ') FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
          AND pg_get_userbyid(relowner) = current_user) AS tables`,
    [role],
  );
  if (!who || who.is_owner || who.tables === null) return;
  await source.query(`GRANT USAGE ON SCHEMA public TO ${who.role}`);
  await source.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${who.tables} TO ${who.role}`);
  await source.query(`GRANT EXECUTE ON FUNCTION ensure_partitions(integer) TO ${who.role}`);
}
