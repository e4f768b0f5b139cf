import { types } from 'pg';
import type { CustomTypesConfig } from 'pg';
import { requireScope } from '../common/index.js';
import { connectionOptions } from './connection-options.js';
import { FairPool } from './fair-pool.js';
import type { DatabaseAccess, ScopedQuery } from './session/index.js';

/** A named statement: it is parsed and planned once per connection. */
export interface Statement<Row> {
  name: string;
  text: string;
  /** Is never read; ties the type of a row to the statement. */
  readonly row?: Row;
}

/** Declares a statement and the shape of its rows. */
export function statement<Row>(name: string, text: string): Statement<Row> {
  return { name, text };
}

const BYTEA_OID = 17;
const HEADER_BYTES = 20;
const NULL_LENGTH = -1;

/**
 * Returns a `bytea[]` parameter in PostgreSQL's binary form (array_recv). As text, every buffer would travel
 * as escaped hexadecimal, at twice its size and more than twice its cost.
 */
export function byteaArray(buffers: readonly (Buffer | null)[]): Buffer {
  const bytes = buffers.reduce((sum, buffer) => sum + 4 + (buffer?.length ?? 0), HEADER_BYTES);
  const array = Buffer.allocUnsafe(bytes);
  const hasNull = buffers.includes(null) ? 1 : 0;
  // dimensions, has nulls, element type, length, lower bound
  let at = 0;
  for (const field of [1, hasNull, BYTEA_OID, buffers.length, 1])
    at = array.writeInt32BE(field, at);
  for (const buffer of buffers) {
    at = array.writeInt32BE(buffer?.length ?? NULL_LENGTH, at);
    if (buffer) at += buffer.copy(array, at);
  }
  return array;
}

/** Reads `bigint` as a number, because every count stays far below 2^53. */
const parsers: CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format ?? 'text'),
};

/**
 * Every statement of the pool uses an index: otherwise the planner may choose a scan of a small table for a prepared
 * statement, and keep that plan when the table has grown. It is planned once for a connection: with the partitions of
 * five years a plan for each call took longer than the call.
 */
const PLANNER = {
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  jit: 'off',
  plan_cache_mode: 'force_generic_plan',
};

/**
 * The connections of the hot path. Publish, claim and record run here as prepared statements (behind a pooler:
 * as statements without a name) and share no connection with the other requests of the API.
 */
export class HotPool {
  private readonly pool: FairPool;

  /** A statement waits `lockTimeoutMs` for a lock, and `statementTimeoutMs` and two seconds for its result. */
  constructor(
    access: DatabaseAccess,
    { maxConnections = 8, lockTimeoutMs = 5_000, statementTimeoutMs = 8_000 } = {},
  ) {
    this.pool = new FairPool({
      ...connectionOptions({ ...access, statementTimeoutMs, lockTimeoutMs, settings: PLANNER }),
      max: maxConnections,
      application_name: 'postrider-hot',
      types: parsers,
    });
    // The pool replaces an idle connection that breaks; without a listener its error would end the process.
    this.pool.on('error', () => undefined);
  }

  /**
   * Runs a statement in the scope of the work under way, and refuses it where that has named none. The scope goes with
   * the statement: a pool may send it when another caller has released a connection.
   */
  async run<Row extends object>(statement: Statement<Row>, values: unknown[] = []): Promise<Row[]> {
    const scope = requireScope();
    const query: ScopedQuery = { ...statement, values, scope };
    const result = await this.pool.query<Row>(query);
    return result.rows;
  }

  /** Returns whether the database accepts changes; a standby or a demoted primary does not. */
  async isWritable(): Promise<boolean> {
    const query: ScopedQuery = { text: 'SHOW transaction_read_only', scope: 'system' };
    const { rows } = await this.pool.query<{ transaction_read_only: string }>(query);
    return rows[0]?.transaction_read_only === 'off';
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
