import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { nowMs } from './remote.js';

const LOOK_EVERY_MS = 20;

/** Deliveries with a recorded attempt that got a 200, among the attempts begun since `first`. */
export async function countRecorded(database: Client, first: string): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `SELECT count(DISTINCT delivery_id)::int AS count FROM attempts
     WHERE id >= $1::uuid AND response_status = 200`,
    [first],
  );
  return rows[0]?.count ?? 0;
}

/** The smallest id of an attempt that begins from now on. */
export async function firstAttemptId(database: Client): Promise<string> {
  const { rows } = await database.query<{ id: string }>('SELECT uuid_at(clock_timestamp()) AS id');
  return rows[0]?.id ?? '';
}

/** When so many deliveries were seen to be on record. */
export async function untilRecorded(
  database: Client,
  first: string,
  count: number,
): Promise<number> {
  while ((await countRecorded(database, first)) < count) await sleep(LOOK_EVERY_MS);
  return nowMs();
}
