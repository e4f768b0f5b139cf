import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { nowMs } from './remote.js';

const LOOK_EVERY_MS = 20;

/** The smallest id of a delivery that is made from now on. */
export async function firstDeliveryId(database: Client): Promise<string> {
  const { rows } = await database.query<{ id: string }>('SELECT uuid_at(clock_timestamp()) AS id');
  return rows[0]?.id ?? '';
}

/** When nothing was seen to wait for an attempt or its record. */
export async function untilSettled(database: Client): Promise<number> {
  const text = 'SELECT EXISTS (SELECT FROM delivery_queue) AS waits';
  for (;;) {
    const { rows } = await database.query<{ waits: boolean }>(text);
    if (rows[0]?.waits !== true) return nowMs();
    await sleep(LOOK_EVERY_MS);
  }
}

/** Deliveries made since `first` that are recorded as succeeded by an answer of 200. */
export async function countSucceeded(database: Client, first: string): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM deliveries
     WHERE id >= $1::uuid AND status = 'succeeded' AND last_code = 200`,
    [first],
  );
  return rows[0]?.count ?? 0;
}
