import { SOLO_AFTER_LOST_LEASES } from '../model/index.js';

/** Reads what a manual change depends on: $1 delivery, $2 tenant. */
export const FIND_CONTROLLED = `
SELECT d.status, d.reason, d.reason = 'endpoint_deleted' OR e.id IS NULL OR e.deleted_at IS NOT NULL AS endpoint_deleted,
  e.disabled_reason IS NOT DISTINCT FROM 'pending_confirmation' AS is_pending_confirmation,
  EXISTS (SELECT FROM event_bodies b WHERE b.event_id = d.event_id) AS has_body,
  EXISTS (SELECT FROM events v WHERE v.id = d.event_id AND v.redacted_at IS NOT NULL) AS is_redacted,
  -- where order is kept it is kept among what is held, too
  coalesce(e.ordered, false) AND d.status = 'held' AND d.reason IN ('endpoint_paused', 'endpoint_disabled') AND EXISTS (
    SELECT FROM events v
    JOIN events o ON o.tenant_id = v.tenant_id AND o.subject_hash = v.subject_hash AND o.sequence < v.sequence
    JOIN deliveries b ON b.event_id = o.id AND b.endpoint_id = d.endpoint_id
    WHERE v.id = d.event_id AND (b.status = 'pending'
      OR b.status = 'held' AND b.reason IN ('endpoint_paused', 'endpoint_disabled'))) AS is_held_behind
FROM deliveries d LEFT JOIN endpoints e ON e.id = d.endpoint_id
WHERE d.id = $1 AND d.tenant_id = $2`;

/** Locks the queue's row, as everywhere before the delivery's own. */
export const LOCK_QUEUED = `
SELECT leased_until IS NOT NULL AS in_flight, trigger = 'manual' AS is_manual, due_at = 'infinity' AND digest_id IS NULL AS waits_for_subject
FROM delivery_queue WHERE delivery_id = $1 FOR UPDATE`;

/** Makes the next attempt due now. A planned one keeps its time in resume_at and gets it back when the manual one fails. */
export const ADVANCE_QUEUED = `
UPDATE delivery_queue SET trigger = 'manual', resume_at = CASE WHEN resume_status IS NULL THEN due_at END, due_at = now()
WHERE delivery_id = $1 AND leased_until IS NULL AND trigger <> 'manual'`;

/**
 * A settled or held delivery is queued as it stands: its row keeps the state that a failure gives
 * back, so that resuming or deleting the endpoint meanwhile finds it. Poison stays a suspect: it goes alone.
 */
export const QUEUE_SETTLED = `
INSERT INTO delivery_queue (delivery_id, event_id, endpoint_id, tenant_id, due_at, attempts, step,
  trigger, resume_status, resume_reason, lost_leases)
SELECT id, event_id, endpoint_id, tenant_id, now(), attempt_count, step, 'manual', status, reason,
  CASE WHEN reason = 'poison' THEN ${SOLO_AFTER_LOST_LEASES} ELSE 0 END
FROM deliveries WHERE id = $1 AND status <> 'pending' FOR UPDATE
ON CONFLICT (delivery_id) DO NOTHING
RETURNING delivery_id`;

/** Skips delivery $1. $2: it is in the queue, so that a settled one that was retried by hand may be given up too. */
export const SKIP = `
UPDATE deliveries SET status = 'skipped', reason = 'operator_skipped', unhappy = true, settled_at = now()
WHERE id = $1 AND (status IN ('pending', 'held') OR ($2 AND status <> 'succeeded'))
RETURNING id`;

/** Removes the row that a resume queued meanwhile, unless a worker was faster. */
export const LEAVE_QUEUE = `
WITH gone AS (DELETE FROM delivery_queue WHERE delivery_id = $1 RETURNING leased_until)
SELECT leased_until IS NOT NULL AS in_flight FROM gone`;
