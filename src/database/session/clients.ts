import { Client } from 'pg';
import type { ClientConfig } from 'pg';
import { randomInt } from 'node:crypto';

/**
 * A connection that may break at any moment without ending the process. A statement that waits on it fails
 * all the same, and a pool makes another connection. Between two statements nothing else would hear the error.
 */
export class ResilientClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

const TIMEOUT_MS = 3_000;
const MAX_KEY = 2 ** 31 - 1;

/** A lock of a transaction under two keys is shown with `objsubid` 2 (PostgreSQL, "pg_locks"). */
const IS_SEEN = `
SELECT EXISTS (
  SELECT FROM pg_locks
  WHERE locktype = 'advisory' AND objsubid = 2 AND classid = $1::int::oid AND objid = $2::int::oid
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
) AS seen`;

/**
 * Returns whether two URLs lead to one database, whatever their hosts are called and through any pooler: a
 * transaction takes a lock over one URL, and the other URL must show it. Needs no rights.
 */
export async function leadToSameDatabase(url: string, other: string): Promise<boolean> {
  const [holder, seeker] = [clientOf(url), clientOf(other)];
  const keys = [randomInt(1, MAX_KEY), randomInt(1, MAX_KEY)];
  try {
    await Promise.all([holder.connect(), seeker.connect()]);
    await holder.query('BEGIN');
    await holder.query('SELECT pg_advisory_xact_lock($1::int, $2::int)', keys);
    const { rows } = await seeker.query<{ seen: boolean }>(IS_SEEN, keys);
    await holder.query('ROLLBACK');
    return rows[0]?.seen === true;
  } finally {
    for (const client of [holder, seeker]) void client.end().catch(() => undefined);
  }
}

function clientOf(url: string): ResilientClient {
  return new ResilientClient({
    connectionString: url,
    application_name: 'postrider-look',
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
}
