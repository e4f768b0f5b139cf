import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource, QueryRunner } from 'typeorm';
import { DEADLOCK, LOCK_NOT_AVAILABLE, sqlStateOf } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { createDataSource } from './data-source.js';
import { applyFunctions } from './functions.js';
import { MIGRATING, MIGRATION_LOCK, watchLockWaits } from './lock-waits.js';
import type { DatabaseAccess } from './session/index.js';
import { buildWall } from './tenant-wall.js';

/** One connection holds the migration lock, one migrates, one watches. */
const CONNECTIONS = 3;
const RETRY_MS = 200;
/** Long enough for the statements that waited behind ours. */
const LET_PASS_MS = 1_000;

/**
 * Brings the schema and the functions up to date, one process at a time, makes the partitions of the next
 * months, and grants the role `worksAs` the use of what the migrating role owns. Needs a connection without
 * a pooler of transactions, because the migration lock belongs to a session.
 */
export async function migrate(
  access: DatabaseAccess,
  { logger, worksAs }: { logger: Logger; worksAs: string },
): Promise<void> {
  const options = { ...access, poolSize: CONNECTIONS, applicationName: MIGRATING };
  const source = await createDataSource(options).initialize();
  const locking = source.createQueryRunner();
  const watching = source.createQueryRunner();
  try {
    const [{ pid }] = (await locking.query('SELECT pg_backend_pid() AS pid')) as [{ pid: number }];
    const unwatch = watchLockWaits(watching, pid, logger);
    try {
      await takeLock(locking);
      await untilLocked(async () => {
        await source.runMigrations({ transaction: 'each' });
        await applyFunctions(source);
        await source.query('SELECT ensure_partitions(2)');
        await grantTo(worksAs, source);
        await buildWall(source, worksAs);
      });
    } finally {
      await unwatch();
    }
  } finally {
    // Closing the connection releases the lock.
    await locking.release();
    await watching.release();
    await source.destroy();
  }
}

/** Polls: a statement that waited would hold a snapshot, and could deadlock with the migration it waits for. */
async function takeLock(runner: QueryRunner): Promise<void> {
  for (;;) {
    const [lock] = (await runner.query(
      `SELECT pg_try_advisory_lock(${MIGRATION_LOCK}) AS taken`,
    )) as { taken: boolean }[];
    if (lock?.taken) return;
    await pause(RETRY_MS);
  }
}

/**
 * Retries for as long as the lock of a table is not available, and after a deadlock with a process that works
 * meanwhile. Each try ends after `lock_timeout`, because the statements of other processes on the table wait in line
 * behind it.
 */
async function untilLocked(work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const state = sqlStateOf(error);
      if (state !== LOCK_NOT_AVAILABLE && state !== DEADLOCK) throw error;
    }
    await pause(LET_PASS_MS);
  }
}

/** Grants what a role needs that owns nothing and that `DATABASE_URL` works as. */
async function grantTo(role: string, source: DataSource): Promise<void> {
  const [found] = await source.query<
    { is_owner: boolean; role: string; tables: string | null; sequences: string | null }[]
  >(
    `SELECT current_user = $1 AS is_owner, quote_ident($1) AS role,
       string_agg(oid::regclass::text, ', ') FILTER (WHERE relkind IN ('r', 'p')) AS tables,
       string_agg(oid::regclass::text, ', ') FILTER (WHERE relkind = 'S') AS sequences
     FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND pg_get_userbyid(relowner) = current_user`,
    [role],
  );
  if (!found || found.is_owner || found.tables === null) return;
  await source.query(`GRANT USAGE ON SCHEMA public TO ${found.role}`);
  // One query is one transaction: at no moment may the role change the audit log.
  await source.query(
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${found.tables} TO ${found.role};
     REVOKE UPDATE, DELETE ON audit_log, audit_chain, unchained_audit FROM ${found.role};
     REVOKE INSERT ON audit_chain FROM ${found.role}`,
  );
  await source.query(`GRANT USAGE ON SEQUENCE ${found.sequences} TO ${found.role}`);
  await source.query(
    `GRANT EXECUTE ON FUNCTION ensure_partitions(integer), drop_past_partition(text, timestamptz),
       purge_audit(timestamptz, integer), chain_audit(integer) TO ${found.role}`,
  );
}
