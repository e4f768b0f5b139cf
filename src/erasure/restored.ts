import type { DataSource } from 'typeorm';
import type { Logger } from '../common/index.js';

/**
 * The server, its timeline and the database. A backup that is restored is in another server or database, or begins
 * another timeline; so does a standby that takes over.
 */
const IDENTITY = `
SELECT s.system_identifier || '/' || c.timeline_id || '/' || d.oid AS identity
FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d WHERE d.datname = current_database()`;

/** Warns where the data was last in another database: a restored backup has not forgotten what was erased since. */
export async function warnIfRestored(source: DataSource, logger: Logger): Promise<void> {
  try {
    await source.query(
      `INSERT INTO database_identity (identity) SELECT identity FROM (${IDENTITY}) i ON CONFLICT DO NOTHING`,
    );
    const moved = await source.query<object[]>(
      `SELECT FROM database_identity WHERE identity <> (SELECT identity FROM (${IDENTITY}) i)`,
    );
    if (moved.length === 0) return;
    logger.warn(
      'The database is not the one that Postrider last ran on. If it was restored from a backup, run "npm run cli -- erasures reapply --since TIME --log FILE": what was erased since the backup is in it again. After a failover, run it without --log.',
    );
  } catch (error) {
    logger.warn({ err: error }, 'whether the database was restored is not known');
  }
}

/** The warning ends: what was erased has been erased again, or nothing was restored. */
export async function acceptDatabase(source: Pick<DataSource, 'query'>): Promise<void> {
  await source.query(
    `INSERT INTO database_identity (identity) SELECT identity FROM (${IDENTITY}) i
     ON CONFLICT (only_row) DO UPDATE SET identity = excluded.identity`,
  );
}
