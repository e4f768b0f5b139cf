import { createDataSource } from './data-source.js';

/** Any constant: who holds it applies migrations, everybody else waits. */
const MIGRATION_LOCK = 7_305_512_201;

/** Brings the schema up to date, one process at a time, and makes the partitions of the next months. */
export async function migrate(url: string): Promise<void> {
  const source = await createDataSource({ url, poolSize: 2 }).initialize();
  const runner = source.createQueryRunner();
  try {
    await runner.query(`SET lock_timeout = 0`);
    await runner.query(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`);
    await source.runMigrations({ transaction: 'each' });
    await runner.query('SELECT ensure_partitions(2)');
  } finally {
    // Closing the connection gives the lock back.
    await runner.release();
    await source.destroy();
  }
}
