import type { EntityManager } from 'typeorm';
import type { ReplaySelection, Unreplayable } from './decide-action.js';

export type ReplayState = 'running' | 'finished' | 'cancelled';
export type SkipReason = Unreplayable | 'already_pending' | 'changed';
export type Counts<K extends string> = Partial<Record<K, number>>;

export interface ReplayRow {
  id: string;
  tenant_id: string;
  endpoint_id: string;
  status: ReplaySelection;
  types: string[] | null;
  since: Date;
  until: Date;
  /** Null: as many as the endpoint takes. */
  rate_per_second: number | null;
  state: ReplayState;
  cancelled_by: string | null;
  matched: number;
  unreplayable: Counts<Unreplayable>;
  scanned_to: string;
  is_scanned: boolean;
  width: number;
  queued: number;
  skipped: Counts<SkipReason>;
  checked_to: string;
  delivered: number;
  failed: number;
  given_up: number;
  taken_back: number;
  created_by: string;
  created_by_role: string;
  created_at: Date;
  ended_at: Date | null;
}

/** A replay with the status of its endpoint, by which a running replay may have to wait. */
export interface ShownReplayRow extends ReplayRow {
  endpoint_status: string | null;
}

const SHOW = `SELECT r.*, e.status AS endpoint_status FROM replays r LEFT JOIN endpoints e ON e.id = r.endpoint_id`;

export async function findReplay(
  manager: EntityManager,
  { tenantId, replayId }: { tenantId: string; replayId: string },
): Promise<ShownReplayRow | undefined> {
  const values = [replayId, tenantId];
  const sql = `${SHOW} WHERE r.id = $1 AND r.tenant_id = $2`;
  const [row] = await manager.query<ShownReplayRow[]>(sql, values);
  return row;
}

/** Newest first. */
export function listReplays(
  manager: EntityManager,
  filter: { tenantId: string; endpointId: string | undefined; before: string | undefined },
  limit: number,
): Promise<ShownReplayRow[]> {
  return manager.query<ShownReplayRow[]>(
    `${SHOW} WHERE r.tenant_id = $1 AND ($2::uuid IS NULL OR r.endpoint_id = $2) AND ($3::uuid IS NULL OR r.id < $3)
     ORDER BY r.id DESC LIMIT $4`,
    [filter.tenantId, filter.endpointId ?? null, filter.before ?? null, limit],
  );
}

/** Finds the running replay of the same request. */
export async function findSame(
  manager: EntityManager,
  endpointId: string,
  digest: Buffer,
): Promise<ReplayRow | undefined> {
  const sql = `SELECT * FROM replays WHERE endpoint_id = $1 AND digest = $2 AND state = 'running'`;
  const [row] = await manager.query<ReplayRow[]>(sql, [endpointId, digest]);
  return row;
}

export async function countRunning(manager: EntityManager, tenantId: string): Promise<number> {
  const [row] = await manager.query<{ count: number }[]>(
    `SELECT count(*)::int AS count FROM replays WHERE tenant_id = $1 AND state = 'running'`,
    [tenantId],
  );
  return row?.count ?? 0;
}

/** Serialises the starts of one tenant, so that its limit and the search for an equal replay hold. */
export const LOCK_STARTS = `SELECT pg_advisory_xact_lock(hashtextextended('replays of ' || $1::text, 0))`;

export const INSERT_REPLAY = `
INSERT INTO replays (id, tenant_id, endpoint_id, digest, status, types, since, until, matched, unreplayable,
  scanned_to, width, created_by, created_by_role, created_at, rate_per_second)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`;

/** Picks a replay that is due and that no other worker has locked. */
export const PICK_REPLAY = `
SELECT * FROM replays WHERE is_busy AND next_look_at <= now()
ORDER BY next_look_at LIMIT 1 FOR UPDATE SKIP LOCKED`;

/** Saves the progress of replay $1. */
export const SAVE_REPLAY = `
UPDATE replays SET state = $2, cancelled_by = $3, scanned_to = $4, is_scanned = $5, width = $6, queued = $7,
  skipped = $8, checked_to = $9, delivered = $10, failed = $11, given_up = $12, is_busy = $13,
  next_look_at = now() + make_interval(secs => $14::int / 1000.0),
  ended_at = CASE WHEN $2 = 'running' THEN NULL ELSE coalesce(ended_at, now()) END
WHERE id = $1`;

export const LOCK_REPLAY = `SELECT * FROM replays WHERE id = $1 AND tenant_id = $2 FOR UPDATE`;

export const CANCEL_REPLAY = `
UPDATE replays SET state = 'cancelled', cancelled_by = $2, taken_back = $3, ended_at = now(), next_look_at = now()
WHERE id = $1`;
