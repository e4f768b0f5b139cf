/** A row of `erasures`. */
export interface ErasureRow {
  id: string;
  tenant_id: string;
  event_id: string | null;
  up_to: string;
  reason: string | null;
  actor: string;
  role: string;
  state: 'running' | 'waiting' | 'finished';
  counts: Record<string, number>;
  /** The transaction in which the first look ended; null before that. */
  settled_xid: string | null;
  looked_again: boolean;
  created_at: Date;
  finished_at: Date | null;
  receipt: string | null;
  signature: Buffer | null;
}

/** Why a subject is not erased yet. */
export interface Obstacle {
  reason: 'legal_hold' | 'minimum_age';
  /** Null: until the hold is ended. */
  until: Date | null;
}

/** Types of events that start an erasure of their entity. They hold ids only, and are not erased themselves. */
export const FORGETTING_TYPES = [
  'session.redacted',
  'session.retention-expired',
  'document.redacted',
  'verification.deleted',
];

/** Returns no row if an erasure of the same subjects is running. */
export const INSERT_ERASURE = `
INSERT INTO erasures (id, tenant_id, digest, up_to, reason, actor, role)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (tenant_id, digest) WHERE state <> 'finished' DO NOTHING RETURNING id`;

export const FIND_RUNNING = `
SELECT id FROM erasures WHERE tenant_id = $1 AND digest = $2 AND state <> 'finished'`;

export const ADD_SUBJECTS = `
INSERT INTO erasure_subjects (erasure_id, subject_hash) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING`;

/** Events with content of subjects $2 of tenant $1 before $3, without those of types $4. */
export const COUNT_EVENTS = `
SELECT count(*)::int AS events FROM events
WHERE tenant_id = $1 AND subject_hash = ANY ($2::uuid[]) AND id < $3 AND redacted_at IS NULL AND type <> ALL ($4::text[])`;

export const FIND_ERASURE = `SELECT * FROM erasures WHERE id = $1 AND tenant_id = $2`;

/** How many subjects of erasure $1, and rows with the events that are left, are in which state, and what they wait for. */
export const COUNT_SUBJECTS = `
SELECT state, waits_for, count(*)::int AS count, (count(*) FILTER (WHERE looked_to <> subject_hash))::int AS subjects, max(coalesce(waits_until, 'infinity')) = 'infinity' AS is_open_ended,
  max(waits_until) AS waits_until
FROM erasure_subjects WHERE erasure_id = $1 GROUP BY state, waits_for`;

export const TAKE_DUE = `
SELECT * FROM erasures WHERE state <> 'finished' AND next_step_at <= now()
ORDER BY next_step_at LIMIT 1 FOR UPDATE SKIP LOCKED`;

/**
 * The first look of erasure $1 has ended. An event whose id was made before the erasure may not have reached the
 * database yet. The second look begins when it would be two seconds old; from one second on a trigger looks after it
 * (sql/functions/erase_late_event.sql). The clocks of the processes may differ by what is between.
 */
export const SETTLE = `
UPDATE erasures SET
  settled_xid = CASE WHEN created_at <= now() - interval '2 seconds' THEN pg_current_xact_id() END,
  next_step_at = greatest(now(), created_at + interval '2 seconds')
WHERE id = $1`;

/**
 * All subjects of erasure $1 are looked at again, if the transactions that were under way at the end of the first look
 * ($2) have ended: an application may have published in one of them. Otherwise they are waited for.
 */
export const LOOK_AGAIN = `
WITH looked AS (
  UPDATE erasures SET
    looked_again = pg_snapshot_xmin(pg_current_snapshot()) > $2::xid8,
    next_step_at = CASE WHEN pg_snapshot_xmin(pg_current_snapshot()) > $2::xid8 THEN now() ELSE now() + interval '1 second' END
  WHERE id = $1 RETURNING id, looked_again
)
UPDATE erasure_subjects s SET state = 'pending' FROM looked l
WHERE l.looked_again AND s.erasure_id = l.id AND s.state = 'done'`;

/** The subject of erasure $1 that is next: one that is pending, or whose wait may have ended. */
export const NEXT_SUBJECT = `
SELECT subject_hash, looked_to, waits_until FROM erasure_subjects
WHERE erasure_id = $1 AND (state = 'pending' OR (state = 'waiting' AND waits_until <= now()))
ORDER BY subject_hash LIMIT 1`;

/**
 * What waits for the end of a hold ($1 tenant, $2 subject) is looked at again: erasures, events that they left, and the
 * erasure of the tenant. The first statement waits for steps that have seen the hold and have not noted it yet. An event
 * that was redacted meanwhile is of no subject any more; it is looked at, too.
 */
export const WAKE_SUBJECT = [
  `SELECT FROM erasures WHERE tenant_id = $1 AND state <> 'finished' AND $2::uuid IS NOT NULL ORDER BY id FOR UPDATE`,
  `UPDATE erasure_subjects s SET state = 'pending', waits_for = NULL, waits_until = NULL
   FROM erasures e WHERE s.erasure_id = e.id AND e.tenant_id = $1 AND e.state <> 'finished'
     AND s.subject_hash = $2 AND s.state = 'waiting'`,
  `UPDATE erasure_subjects s SET state = 'pending', waits_for = NULL, waits_until = NULL
   FROM erasures e WHERE s.erasure_id = e.id AND e.tenant_id = $1 AND e.state <> 'finished'
     AND s.looked_to = s.subject_hash AND s.state = 'waiting' AND NOT EXISTS (
       SELECT FROM events v WHERE v.id = s.looked_to AND v.redacted_at IS NULL AND v.subject_hash <> $2)`,
  `UPDATE erasures e SET state = 'running', next_step_at = now()
   WHERE e.tenant_id = $1 AND e.state = 'waiting' AND $2::uuid IS NOT NULL AND EXISTS (
     SELECT FROM erasure_subjects s WHERE s.erasure_id = e.id AND s.state = 'pending')`,
  `UPDATE tenant_deletions SET next_step_at = now() WHERE tenant_id = $1 AND state = 'waiting' AND $2::uuid IS NOT NULL`,
];

export const FIND_HOLD = `
SELECT until FROM subject_holds
WHERE tenant_id = $1 AND subject_hash = $2 AND (until IS NULL OR until > now())`;

/** The next events of a subject: $1 tenant, $2 subject, $3 after, $4 before, $5 types that stay, $6 rows. */
export const FIND_EVENTS = `
SELECT id, type FROM events
WHERE tenant_id = $1 AND subject_hash = $2 AND id > $3 AND id < $4 AND redacted_at IS NULL AND type <> ALL ($5::text[])
ORDER BY id LIMIT $6`;

/** The events $1 of tenant $2 and all that was derived from them, as far as they have content, and the holds on their subjects. */
export const FIND_FAMILIES = `
WITH RECURSIVE family AS (
  SELECT id, type, redacted_at, subject_hash FROM events WHERE id = ANY ($1::uuid[]) AND tenant_id = $2
  UNION
  SELECT e.id, e.type, e.redacted_at, e.subject_hash FROM family f JOIN events e ON e.caused_by = f.id AND e.tenant_id = $2
)
SELECT f.id, f.type, f.subject_hash, h.subject_hash IS NOT NULL AS is_held, h.until AS held_until
FROM family f LEFT JOIN subject_holds h
  ON h.tenant_id = $2 AND h.subject_hash = f.subject_hash AND (h.until IS NULL OR h.until > now())
WHERE f.redacted_at IS NULL ORDER BY f.id`;

/**
 * An event ($2) of a family that erasure $1 leaves until its own hold or minimum age ends. It waits in a row beside the
 * subjects, with its id in the place of a subject and as the event that was looked at. Its subject is not erased.
 */
export const LEAVE_EVENT = `
INSERT INTO erasure_subjects (erasure_id, subject_hash, looked_to, state, waits_for, waits_until)
VALUES ($1, $2, $2, 'waiting', $3, $4)
ON CONFLICT (erasure_id, subject_hash) DO UPDATE
SET state = excluded.state, waits_for = excluded.waits_for, waits_until = excluded.waits_until`;

export const SET_SUBJECT = `
UPDATE erasure_subjects SET state = $3, looked_to = $4, waits_for = $5, waits_until = $6
WHERE erasure_id = $1 AND subject_hash = $2`;

/** Refused publishes with an id of the subject ($2) of tenant $1, before $3. */
export const FORGET_REJECTED = `
UPDATE rejected_publishes SET sealed_body = NULL, ref_hashes = '{}', errors = '[]'
WHERE tenant_id = $1 AND ref_hashes @> ARRAY[$2::uuid] AND created_at < $3`;

/** $1 events in order, $2 their new labels. */
export const EMPTY_EVENTS = `
UPDATE events e SET redacted_at = now(), sealed_labels = n.labels, subject_hash = NULL, violations = NULL
FROM unnest($1::uuid[], $2::bytea[]) AS n (id, labels) WHERE e.id = n.id AND e.redacted_at IS NULL`;

export const REPLACE_BODIES = `
UPDATE event_bodies b SET sealed_data = n.data FROM unnest($1::uuid[], $2::bytea[]) AS n (id, data)
WHERE b.event_id = n.id`;

export const NOTE_ERASED = `
INSERT INTO erased_events (event_id, erasure_id) SELECT unnest($1::uuid[]), $2 ON CONFLICT DO NOTHING`;

/** Erased events, at most $1, whose last attempts may have been reported since the last look. */
export const FIND_FOLLOW_UPS = `
SELECT event_id FROM erased_events WHERE next_look_at <= now()
ORDER BY next_look_at LIMIT $1 FOR UPDATE SKIP LOCKED`;

/** $1 erased events of which nothing is left to be sent. */
export const FORGET_LABELS = `
UPDATE events SET sealed_labels = NULL WHERE id = ANY ($1::uuid[]) AND redacted_at IS NOT NULL AND sealed_labels IS NOT NULL`;

/**
 * Ever less often, for a day, and as long as a minimised body waits to be sent; a worker that was away for longer
 * reports nothing any more.
 */
export const PUT_OFF_FOLLOW_UPS = `
UPDATE erased_events e SET next_look_at = CASE WHEN erased_at > now() - interval '25 hours'
    OR EXISTS (SELECT FROM event_bodies b WHERE b.event_id = e.event_id)
  THEN now() + greatest(interval '1 second', least(interval '1 hour', (now() - erased_at) / 4)) END
WHERE event_id = ANY ($1::uuid[])`;
