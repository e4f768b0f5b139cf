import type { EntityManager } from 'typeorm';
import { sqlStateOf } from '../common/index.js';

/** SQLSTATE of a deadlock, which the loser may simply try again. */
const DEADLOCK = '40P01';
const MAX_DEADLOCKS = 5;

/** Rows of one statement: few enough that no lock is held for long. */
const CHUNK = 1_000;
const NIL = '00000000-0000-0000-0000-000000000000';

/**
 * Runs a statement of an endpoint again and again until it finds nothing more: $1 endpoint, $2 rows
 * at most, $3 the id after which to go on, then the parameters. It answers the `last_id` it came to.
 */
export async function inChunks(
  manager: EntityManager,
  sql: string,
  endpointId: string,
  parameters: string[] = [],
): Promise<void> {
  let after: string | undefined = NIL;
  for (let deadlocks = 0; after !== undefined;) {
    try {
      const values: unknown[] = [endpointId, CHUNK, after, ...parameters];
      const [row] = await manager.query<{ last_id: string }[]>(sql, values);
      after = row?.last_id;
    } catch (error) {
      deadlocks += 1;
      if (sqlStateOf(error) !== DEADLOCK || deadlocks > MAX_DEADLOCKS || isWithin(manager))
        throw error;
    }
  }
}

/** An error has ended the transaction that the manager is of. */
function isWithin(manager: EntityManager): boolean {
  return manager.queryRunner?.isTransactionActive === true;
}
