import { DataSource } from 'typeorm';
import { createLogger, firstUuidAt, newUuid } from '../../../src/common/index.js';
import { loadSettings } from '../../../src/config/index.js';
import { Retention } from '../../../src/retention/index.js';
import { Removals } from '../../../src/retention/removals.js';
import type { Engine } from '../../support/engine.js';
import { PARTITIONED } from '../../support/past-partitions.js';

const DAY_MS = 24 * 3_600_000;
/** An id of so many days ago. */
export function agedId(days: number): string {
  const start = firstUuidAt(Date.now() - days * DAY_MS).slice(0, 13);
  return start + newUuid().slice(13);
}

export interface Aged {
  tenantId: string;
  days: number;
  /** Of each delivery; `queued`: pending and in the queue. */
  state?: 'succeeded' | 'held' | 'queued' | 'in flight';
}

/** Stores an event of some days ago with a delivery and its attempt; returns the event's id. */
export async function storeAged(
  engine: Engine,
  { tenantId, days, state = 'succeeded' }: Aged,
): Promise<string> {
  const [event, delivery, attempt] = [agedId(days), agedId(days), agedId(days)];
  const isQueued = state === 'queued' || state === 'in flight';
  const status = isQueued ? 'pending' : state;
  await engine.sql(
    `WITH event AS (
       INSERT INTO events (id, tenant_id, type, created_at, subject_hash, is_sandbox)
       VALUES ($1, $2, 'session.created', now(), $1, false)
     ), body AS (INSERT INTO event_bodies VALUES ($1, 'sealed'))
     , ref AS (INSERT INTO event_refs VALUES ($1, $1))
     , delivery AS (
       INSERT INTO deliveries (id, event_id, tenant_id, endpoint_id, event_type, format, status, max_attempts, created_at)
       VALUES ($3, $1, $2, $2, 'session.created', 'envelope', $5, 12, now())
     ), attempt AS (
       INSERT INTO attempts (id, delivery_id, number, trigger, url, started_at, duration_ms)
       VALUES ($4, $3, 1, 'automatic', 'https://example.com/', now(), 1)
     )
     INSERT INTO attempt_bodies VALUES ($4, 'sealed')`,
    [event, tenantId, delivery, attempt, status],
  );
  if (isQueued) {
    await engine.sql(
      `INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at, leased_until)
       VALUES ($1, $2, $3, $3, now(), $4)`,
      [delivery, event, tenantId, state === 'in flight' ? new Date(Date.now() + 60_000) : null],
    );
  }
  return event;
}

/** The number of rows in each of the partitioned tables. */
export async function countAged(engine: Engine): Promise<Record<string, number>> {
  const counts = PARTITIONED.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`);
  const [row] = await engine.sql<Record<string, number>>(`SELECT ${counts.join(', ')}`);
  return { ...row };
}

/** What an installation does that keeps content and records for so many days. */
export function keeping(engine: Engine, payloadDays: number, recordDays: number): Retention {
  const logger = createLogger({ logLevel: 'silent' });
  return new Retention(engine.get(DataSource), engine.get(Removals), logger, {
    ...loadSettings({}, '.'),
    databaseUrl: '',
    adminApiKey: '',
    encryptionKeys: [],
    payloadRetentionDays: payloadDays,
    recordRetentionDays: recordDays,
  });
}

export async function untilDone(retention: Retention): Promise<void> {
  while (await retention.run());
}
