import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { adminQuery, databaseUrl } from './admin-query.js';

/** A database of one's own, with the schema of the migrations and no rows. */
export interface TestDatabase {
  url: string;
  /** Cuts connections that are still open after a second. */
  drop(): Promise<void>;
}

/** Clones the template of this run; drop it in `afterAll`. */
export function createTestDatabase(): Promise<TestDatabase> {
  return create(`TEMPLATE ${inject('postgres').template}`);
}

/** One that no migration has seen, with further clauses of `CREATE DATABASE`; drop it likewise. */
export function createEmptyDatabase(clauses = ''): Promise<TestDatabase> {
  return create(`TEMPLATE template0 ${clauses}`);
}

async function create(clauses: string): Promise<TestDatabase> {
  const { url } = inject('postgres');
  const name = `postrider_test_${randomBytes(6).toString('hex')}`;
  await adminQuery(url, `CREATE DATABASE ${name} ${clauses}`);
  return {
    url: databaseUrl(url, name),
    drop: async () => {
      await adminQuery(url, untilLeft(name));
      await adminQuery(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/** A pool that has ended may still be parting from the server; cut then, it would report an outage. */
function untilLeft(database: string): string {
  return `DO $$ BEGIN
    FOR try IN 1..50 LOOP
      EXIT WHEN NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = '${database}');
      PERFORM pg_sleep(0.02), pg_stat_clear_snapshot();
    END LOOP;
  END $$`;
}

/** The Redis of this run: shared, so use unique keys or a unique prefix. */
export function sharedRedisUrl(): string {
  return inject('redisUrl');
}
