import type { EntityManager } from 'typeorm';
import { statement } from '../database/index.js';
import type { HotPool } from '../database/index.js';
import type { Candidate, ReplaySelection } from './decide-action.js';

/** The ids that a replay covers. UUIDv7 sort by time, so a range of ids is a range of time. */
export interface ReplayWindow {
  status: ReplaySelection;
  tenantId: string;
  endpointId: string;
  /** Event ids from the first up to, but not including, the second. */
  events: readonly [string, string];
  /** The same for delivery ids; used if only failed deliveries are scanned. */
  deliveries: readonly [string, string];
}

export interface CandidateRow extends Candidate {
  /** The id by which the scan proceeds: of the event, or of the delivery if only those are scanned. */
  at: string;
  event_id: string;
  delivery_id: string | null;
}

export interface CandidateGroup extends Candidate {
  count: number;
}

/** A bounded part of the window. `last` is the last id that was examined; null if none was left. */
export interface CandidateBatch<Row> {
  rows: Row[];
  last: string | null;
  isLast: boolean;
}

// The event of an endpoint test is never replayed. OFFSET 0 keeps the planner from joining all attempts.
const IS_TEST = `d.max_attempts = 1 AND EXISTS (
  SELECT FROM attempts a WHERE a.delivery_id = d.id AND a.number = 1 AND a.trigger = 'test' OFFSET 0)`;
const IS_TEST_OF_ANOTHER = `e.is_sandbox AND e.subject_hash IS NULL AND e.unsent = '[]' AND EXISTS (
  SELECT FROM deliveries o JOIN attempts a ON a.delivery_id = o.id
  WHERE o.event_id = e.id AND a.number = 1 AND a.trigger = 'test' OFFSET 0)`;

const IS_ABOUT_ITSELF = `e.unsent @> jsonb_build_array(jsonb_build_object(
  'endpoint_id', 'ep_' || replace($2::text, '-', ''), 'reason', 'about_itself'))`;

const SHOWN = `e.id AS event_id, e.type, e.is_sandbox, e.redacted_at IS NOT NULL AS is_redacted,
  EXISTS (SELECT FROM event_bodies b WHERE b.event_id = e.id) AS has_body,
  d.id AS delivery_id, d.status, d.reason, q.delivery_id IS NOT NULL AS is_queued`;

/** $1 tenant, $2 endpoint, $3 after this id, $4 before this id, $5 rows, $6–$7 range of events. */
const EVENTS_IN_WINDOW = `
part AS MATERIALIZED (
  SELECT id, type, is_sandbox, redacted_at, subject_hash, unsent FROM events
  WHERE tenant_id = $1 AND id > $3 AND id < $4 AND id >= $6 AND id < $7
  ORDER BY id LIMIT $5
), seen AS (
  SELECT e.id AS at, ${SHOWN},
    CASE WHEN d.id IS NOT NULL THEN ${IS_TEST}
      ELSE EXISTS (SELECT FROM pending_fanouts f WHERE f.event_id = e.id)
        OR ${IS_ABOUT_ITSELF} OR (${IS_TEST_OF_ANOTHER}) END AS is_excluded
  FROM part e
  LEFT JOIN deliveries d ON d.event_id = e.id AND d.endpoint_id = $2
  LEFT JOIN delivery_queue q ON q.delivery_id = d.id
)`;

/** The same by the partial index on failed and quarantined deliveries. */
const UNDELIVERED = `
part AS MATERIALIZED (
  SELECT id FROM deliveries
  WHERE endpoint_id = $2 AND unhappy AND id > $3 AND id < $4
  ORDER BY id LIMIT $5
), seen AS (
  SELECT d.id AS at, ${SHOWN}, ${IS_TEST} AS is_excluded
  FROM part p JOIN deliveries d ON d.id = p.id JOIN events e ON e.id = d.event_id
  LEFT JOIN delivery_queue q ON q.delivery_id = d.id
  WHERE d.event_id >= $6 AND d.event_id < $7 AND e.tenant_id = $1
)`;

const END = `(
  SELECT (SELECT id FROM part ORDER BY id DESC LIMIT 1) AS last, (SELECT count(*)::int FROM part) AS examined
) l`;

const GROUPED = `s.type, s.is_sandbox, s.is_redacted, s.has_body, s.status, s.reason, s.is_queued, s.is_excluded`;

const sourceOf = ({ status }: ReplayWindow): string =>
  status === 'failed' ? UNDELIVERED : EVENTS_IN_WINDOW;

const selectCandidates = (window: ReplayWindow): string =>
  `WITH ${sourceOf(window)} SELECT l.*, s.* FROM ${END} LEFT JOIN seen s ON true ORDER BY s.at`;

const groupCandidates = (source: string): string =>
  `WITH ${source} SELECT l.last, l.examined, ${GROUPED}, count(*)::int AS count
   FROM ${END} LEFT JOIN seen s ON true GROUP BY l.last, l.examined, ${GROUPED}`;

type Found<Row> = Row & { last: string | null; examined: number };

const countEvents = statement<Found<CandidateGroup>>(
  'count-replay-events',
  groupCandidates(EVENTS_IN_WINDOW),
);
const countUndelivered = statement<Found<CandidateGroup>>(
  'count-replay-undelivered',
  groupCandidates(UNDELIVERED),
);

/** Returns the id at which the scan begins. */
export function firstIdOf({ status, events, deliveries }: ReplayWindow): string {
  return status === 'failed' ? deliveries[0] : events[0];
}

/** Reads the next `limit` events (or deliveries) behind `after`: a row per delivery or missing delivery. */
export async function readCandidates(
  manager: EntityManager,
  window: ReplayWindow,
  after: string,
  limit: number,
): Promise<CandidateBatch<CandidateRow>> {
  const values = valuesOf(window, after, limit);
  return batchOf(
    await manager.query<Found<CandidateRow>[]>(selectCandidates(window), values),
    limit,
  );
}

/** Counts the same, grouped by every column that the decision depends on. */
export async function countCandidates(
  pool: HotPool,
  window: ReplayWindow,
  after: string,
  limit: number,
): Promise<CandidateBatch<CandidateGroup>> {
  const count = window.status === 'failed' ? countUndelivered : countEvents;
  return batchOf(await pool.run(count, valuesOf(window, after, limit)), limit);
}

function valuesOf(window: ReplayWindow, after: string, limit: number): unknown[] {
  const { tenantId, endpointId, events, deliveries, status } = window;
  const end = status === 'failed' ? deliveries[1] : events[1];
  return [tenantId, endpointId, after, end, limit, ...events];
}

function batchOf<Row extends Candidate>(rows: Found<Row>[], limit: number): CandidateBatch<Row> {
  const [first] = rows;
  // A batch without a candidate has one row that holds only `last` and `examined`.
  const found = rows.filter(({ type }: { type: string | null }) => type !== null);
  return { rows: found, last: first?.last ?? null, isLast: (first?.examined ?? 0) < limit };
}
