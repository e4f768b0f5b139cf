import { Pool, types } from 'pg';
import type { CustomTypesConfig } from 'pg';
import { connectionOptions } from './connection-options.js';
import type { DatabaseAccess } from './session/index.js';

/** A named statement: parsed and planned once a connection. One file of its own per operation. */
export interface Statement<Row> {
  name: string;
  text: string;
  /** Never read; ties the row's type to the statement. */
  readonly row?: Row;
}

/** Declares a statement and the shape of its rows. */
export function statement<Row>(name: string, text: string): Statement<Row> {
  return { name, text };
}

/** `bigint` as a number: what we count stays far below 2^53. */
const parsers: CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format ?? 'text'),
};

/**
 * Every statement here goes by an index. Left to itself the planner may fix a scan of a whole table
 * in a prepared statement's plan while the table is small, and keep it when the table has grown.
 */
const PLANNER = { enable_seqscan: 'off', enable_bitmapscan: 'off', jit: 'off' };

/**
 * The connections of the hot path: publish, claim and record run here as prepared statements (behind
 * a pooler: as statements without a name) and share no connection with what people ask of the API.
 */
export class HotPool {
  private readonly pool: Pool;

  /** A lock is waited for `lockTimeoutMs` at most, an answer for `statementTimeoutMs` and two seconds. */
  constructor(
    access: DatabaseAccess,
    { maxConnections = 8, lockTimeoutMs = 5_000, statementTimeoutMs = 8_000 } = {},
  ) {
    this.pool = new Pool({
      ...connectionOptions({ ...access, statementTimeoutMs, lockTimeoutMs, settings: PLANNER }),
      max: maxConnections,
      application_name: 'postrider-hot',
      types: parsers,
    });
    // An idle connection that breaks is replaced at its next use; unheard, it would end the process.
    this.pool.on('error', () => undefined);
  }

  async run<Row extends object>(statement: Statement<Row>, values: unknown[] = []): Promise<Row[]> {
    const result = await this.pool.query<Row>({ ...statement, values });
    return result.rows;
  }

  /** Whether the database that answers takes changes; a standby or a demoted primary does not. */
  async isWritable(): Promise<boolean> {
    const { rows } = await this.pool.query<{ transaction_read_only: string }>(
      'SHOW transaction_read_only',
    );
    return rows[0]?.transaction_read_only === 'off';
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
