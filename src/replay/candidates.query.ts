import type { EntityManager } from 'typeorm';
import { statement } from '../database/index.js';
import type { HotPool } from '../database/index.js';
import type { Candidate, Replayed } from './verdict.js';

/** Where to look. All but the endpoint's and the tenant's are bounds: UUIDv7 sort by time. */
export interface Reach {
  status: Replayed;
  tenantId: string;
  endpointId: string;
  /** Events from the first to before the second. */
  events: readonly [string, string];
  /** Deliveries made from the first to before the second: where only those are looked at. */
  deliveries: readonly [string, string];
}

export interface CandidateRow extends Candidate {
  /** The event, or the delivery where only those are looked at: where the next look begins. */
  at: string;
  event_id: string;
  delivery_id: string | null;
}

export interface CandidateGroup extends Candidate {
  count: number;
}

/** A bounded piece of the way. `last` is null where nothing is left. */
export interface Piece<Row> {
  rows: Row[];
  last: string | null;
  isLast: boolean;
}

/* The sample of a test was sent to one endpoint by hand and goes nowhere else. OFFSET: attempts are asked one by one. */
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

/** $1 tenant, $2 endpoint, $3 after, $4 before, $5 rows, $6–$7 events. */
const OF_EVENTS = `
part AS MATERIALIZED (
  SELECT id, type, is_sandbox, redacted_at, subject_hash, unsent FROM events
  WHERE tenant_id = $1 AND id > $3 AND id < $4 AND id >= $6 AND id < $7
  ORDER BY id LIMIT $5
), seen AS (
  SELECT e.id AS at, ${SHOWN},
    CASE WHEN d.id IS NOT NULL THEN ${IS_TEST}
      ELSE EXISTS (SELECT FROM pending_fanouts f WHERE f.event_id = e.id)
        OR ${IS_ABOUT_ITSELF} OR (${IS_TEST_OF_ANOTHER}) END AS is_out
  FROM part e
  LEFT JOIN deliveries d ON d.event_id = e.id AND d.endpoint_id = $2
  LEFT JOIN delivery_queue q ON q.delivery_id = d.id
)`;

/** The same by the small index on deliveries that ended unhappily. */
const OF_UNHAPPY = `
part AS MATERIALIZED (
  SELECT id FROM deliveries
  WHERE endpoint_id = $2 AND unhappy AND id > $3 AND id < $4
  ORDER BY id LIMIT $5
), seen AS (
  SELECT d.id AS at, ${SHOWN}, ${IS_TEST} AS is_out
  FROM part p JOIN deliveries d ON d.id = p.id JOIN events e ON e.id = d.event_id
  LEFT JOIN delivery_queue q ON q.delivery_id = d.id
  WHERE d.event_id >= $6 AND d.event_id < $7 AND e.tenant_id = $1
)`;

const END = `(
  SELECT (SELECT id FROM part ORDER BY id DESC LIMIT 1) AS last, (SELECT count(*)::int FROM part) AS looked
) l`;

const GROUPED = `s.type, s.is_sandbox, s.is_redacted, s.has_body, s.status, s.reason, s.is_queued, s.is_out`;

const sourceOf = ({ status }: Reach): string => (status === 'failed' ? OF_UNHAPPY : OF_EVENTS);

const looking = (reach: Reach): string =>
  `WITH ${sourceOf(reach)} SELECT l.*, s.* FROM ${END} LEFT JOIN seen s ON true ORDER BY s.at`;

const counting = (source: string): string =>
  `WITH ${source} SELECT l.last, l.looked, ${GROUPED}, count(*)::int AS count
   FROM ${END} LEFT JOIN seen s ON true GROUP BY l.last, l.looked, ${GROUPED}`;

type Found<Row> = Row & { last: string | null; looked: number };

const countEvents = statement<Found<CandidateGroup>>('count-replay-events', counting(OF_EVENTS));
const countUnhappy = statement<Found<CandidateGroup>>('count-replay-unhappy', counting(OF_UNHAPPY));

/** Where a look begins. */
export function beginningOf({ status, events, deliveries }: Reach): string {
  return status === 'failed' ? deliveries[0] : events[0];
}

/** The next `limit` events (or deliveries) behind `after`, one row for each delivery or missing one. */
export async function lookOn(
  manager: EntityManager,
  reach: Reach,
  after: string,
  limit: number,
): Promise<Piece<CandidateRow>> {
  const values = valuesOf(reach, after, limit);
  return pieceOf(await manager.query<Found<CandidateRow>[]>(looking(reach), values), limit);
}

/** The same, counted by all that makes a difference. */
export async function countOn(
  pool: HotPool,
  reach: Reach,
  after: string,
  limit: number,
): Promise<Piece<CandidateGroup>> {
  const count = reach.status === 'failed' ? countUnhappy : countEvents;
  return pieceOf(await pool.run(count, valuesOf(reach, after, limit)), limit);
}

function valuesOf(reach: Reach, after: string, limit: number): unknown[] {
  const { tenantId, endpointId, events, deliveries, status } = reach;
  const end = status === 'failed' ? deliveries[1] : events[1];
  return [tenantId, endpointId, after, end, limit, ...events];
}

function pieceOf<Row extends Candidate>(rows: Found<Row>[], limit: number): Piece<Row> {
  const [first] = rows;
  // A piece in which nothing is of interest has one row, of which only the end is filled in.
  const found = rows.filter(({ type }: { type: string | null }) => type !== null);
  return { rows: found, last: first?.last ?? null, isLast: (first?.looked ?? 0) < limit };
}
