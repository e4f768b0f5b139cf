import type { EntityManager } from 'typeorm';
import type { Conditions } from './conditions.js';
import { lookBack } from './look-back.js';
import type { Look } from './look-back.js';

/** Finds the last of `rows` ids that the SELECT returns; undefined if it returns fewer. */
export async function findLastId(
  manager: EntityManager,
  bound: Conditions,
  { ids, rows }: { ids: string; rows: number },
): Promise<string | undefined> {
  const [row] = await manager.query<{ id: string }[]>(
    `SELECT id FROM (${ids}) c ORDER BY id DESC OFFSET ${bound.bind(rows - 1)} LIMIT 1`,
    [...bound.values],
  );
  return row?.id;
}

interface TableLook<Row> {
  limit: number;
  /** The table and the name that the conditions have for it. */
  table: 'events e' | 'rejected_publishes r';
  /** Makes the conditions that an index serves together with the order by id. */
  indexed: () => Conditions;
  /** Makes all conditions. */
  conditions: () => Conditions;
  /** Returns the newest rows that meet the conditions, `limit` at most. */
  find: (manager: EntityManager, conditions: Conditions, limit: number) => Promise<Row[]>;
}

/** Looks back in a table by conditions that no index serves. */
export function lookBackIn<Row>(
  manager: EntityManager,
  { limit, table, indexed, conditions, find }: TableLook<Row>,
): Promise<Look<Row>> {
  const id = `${table.slice(-1)}.id`;
  return lookBack({
    limit,
    endOf: (before, rows) => {
      const bound = indexed().inPiece(id, { from: undefined, before });
      const ids = `SELECT ${id} FROM ${table} WHERE ${bound.toString()} ORDER BY ${id} DESC LIMIT ${bound.bind(rows)}`;
      return findLastId(manager, bound, { ids, rows });
    },
    read: (piece, wanted) => find(manager, conditions().inPiece(id, piece), wanted),
  });
}
