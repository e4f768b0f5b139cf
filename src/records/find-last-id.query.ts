import type { EntityManager } from 'typeorm';
import { Conditions } from './conditions.js';
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

interface FilteredList<Row> {
  limit: number;
  /** The table and the name that the conditions have for it. */
  table: 'events e' | 'rejected_publishes r';
  /** Makes the other conditions, which an index serves together with the order by id. */
  indexed: () => Conditions;
  /** Adds the conditions that no index serves. */
  filter: (conditions: Conditions) => Conditions;
  /** Returns the newest rows that meet the conditions, `limit` at most. */
  find: (manager: EntityManager, conditions: Conditions, limit: number) => Promise<Row[]>;
}

/** Lists the newest rows: where the filter adds anything, it looks back piece by piece. */
export async function listFiltered<Row>(
  manager: EntityManager,
  { limit, table, indexed, filter, find }: FilteredList<Row>,
): Promise<Look<Row>> {
  const isFiltered = filter(new Conditions()).values.length > 0;
  if (!isFiltered) return { rows: await find(manager, indexed(), limit) };
  const id = `${table.slice(-1)}.id`;
  return lookBack({
    limit,
    endOf: (before, rows) => {
      const bound = indexed().inPiece(id, { from: undefined, before });
      const ids = `SELECT ${id} FROM ${table} WHERE ${bound.toString()} ORDER BY ${id} DESC LIMIT ${bound.bind(rows)}`;
      return findLastId(manager, bound, { ids, rows });
    },
    read: (piece, wanted) => find(manager, filter(indexed()).inPiece(id, piece), wanted),
  });
}
