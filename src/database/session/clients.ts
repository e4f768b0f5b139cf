import { Client } from 'pg';
import type { ClientConfig, QueryConfig, QueryResult } from 'pg';
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

/** The options of a `PooledClient`, beside those of every client. */
export interface PooledClientConfig extends ClientConfig {
  /** The statements that begin a transaction and set its settings, as one string. */
  beginWith?: string;
}

type Answer = (error: Error | null, result?: QueryResult) => void;
type Send = (query: string | QueryConfig, values?: unknown[]) => Promise<QueryResult>;

const BEGINS = /^\s*(BEGIN|START\s+TRANSACTION)\b/i;
const ENDS = /^\s*(COMMIT|END|ABORT|ROLLBACK(?!\s+TO))\b/i;

/**
 * A connection through a pooler, on which nothing outlives a transaction: each statement may reach another
 * server process, with the settings of its former client. So every statement outside of a transaction gets one
 * that begins with the settings, and no statement has a name. All parts of one statement are sent at once and
 * take one round trip.
 */
export class PooledClient extends ResilientClient {
  private readonly send: Send;
  private readonly beginWith: string;
  private isInTransaction = false;

  constructor({ beginWith = 'BEGIN', ...config }: PooledClientConfig = {}) {
    super({ ...config, pipeline: true });
    this.beginWith = beginWith;
    this.send = super.query.bind(this) as Send;
    this.query = this.queryInTransaction.bind(this) as ResilientClient['query'];
  }

  /** Takes the arguments of `Client.query`: values and callback are optional, the last callback is called. */
  private queryInTransaction(
    query: string | QueryConfig,
    ...rest: (unknown[] | Answer | undefined)[]
  ): Promise<QueryResult> | undefined {
    const answer = rest.findLast((one) => typeof one === 'function');
    const values = rest.find((one) => Array.isArray(one));
    const { text, name: _name, ...config } = typeof query === 'string' ? { text: query } : query;
    const result = this.route({ ...config, text, ...(values && { values }) });
    if (!answer) return result;
    // An error that the callback throws is no failure of the query.
    result.then(
      (rows) => process.nextTick(answer, null, rows),
      (error: unknown) => process.nextTick(answer, error),
    );
    return undefined;
  }

  private route(query: QueryConfig): Promise<QueryResult> {
    if (BEGINS.test(query.text)) return this.begin();
    if (!this.isInTransaction) return this.runAlone(query);
    if (ENDS.test(query.text)) this.isInTransaction = false;
    return this.send(query);
  }

  private async begin(): Promise<QueryResult> {
    this.isInTransaction = true;
    try {
      return await this.send(this.beginWith);
    } catch (error) {
      this.isInTransaction = false;
      await this.send('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  /** A `COMMIT` after a failed statement rolls the transaction back. */
  private async runAlone(query: QueryConfig): Promise<QueryResult> {
    const [begun, done, committed] = await Promise.allSettled([
      this.send(this.beginWith),
      this.send(query),
      this.send('COMMIT'),
    ]);
    if (begun.status === 'rejected') throw begun.reason;
    if (done.status === 'rejected') throw done.reason;
    if (committed.status === 'rejected') throw committed.reason;
    return done.value;
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
