import type { EntityManager } from 'typeorm';
import type { Conditions } from './conditions.js';

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
