/*
 * Steps that statements which publish share. `usable` has the events that may be stored, `fresh` those
 * that are stored now and `numbered` the same with their sequence. A statement share-locks the rows of
 * its tenants first, unless its transaction is a caller's.
 */

/** Takes the idempotency keys of `usable`; answers the events whose key was free. */
export const TAKE_KEYS = `
  INSERT INTO idempotency_keys (tenant_id, key_hash, fingerprint, event_id, expires_at)
  SELECT i.tenant_id, i.key_hash, i.fingerprint, i.id, now() + interval '7 days'
  FROM usable i
  WHERE i.key_hash IS NOT NULL
  ORDER BY i.tenant_id, i.key_hash
  ON CONFLICT (tenant_id, key_hash) DO UPDATE
    SET fingerprint = excluded.fingerprint, event_id = excluded.event_id, expires_at = excluded.expires_at
    WHERE idempotency_keys.expires_at <= now()
  RETURNING event_id`;

/**
 * Notes the effects of `usable`, of those whose own key and whose cause's key are in `keyed`; answers the
 * events whose effect is news.
 */
export const NOTE_EFFECTS = `
  INSERT INTO derived_effects AS known (tenant_id, effect_hash, type, cause_hash, told_hash, event_id, stored_at)
  SELECT i.tenant_id, i.effect_hash, i.type, i.cause_hash, i.told_hash, i.id, now()
  FROM usable i
  WHERE i.effect_hash IS NOT NULL
    -- sets of ids, because the planner would join the causes row by row
    AND (i.caused_by IS NULL OR i.caused_by IN (SELECT event_id FROM keyed)
      OR i.caused_by NOT IN (SELECT id FROM usable WHERE key_hash IS NOT NULL))
    AND (i.key_hash IS NULL OR i.id IN (SELECT event_id FROM keyed))
  ORDER BY i.tenant_id, i.effect_hash
  ON CONFLICT (tenant_id, effect_hash) DO UPDATE
    SET type = excluded.type, cause_hash = excluded.cause_hash, told_hash = excluded.told_hash,
      event_id = excluded.event_id, stored_at = excluded.stored_at
    WHERE NOT is_same_effect(known, excluded.type, excluded.cause_hash, excluded.told_hash)
  RETURNING event_id`;

/** The condition for an event `i` of `usable` to be stored: its key was free, its effect is news. */
export const IS_FRESH = `(i.key_hash IS NULL OR i.id IN (SELECT event_id FROM keyed))
    AND (i.effect_hash IS NULL OR i.id IN (SELECT event_id FROM effects))`;

/** Counts the subjects of `fresh` on, their rows locked in the order of their keys. */
export const COUNT_SUBJECTS = `
  INSERT INTO subject_sequences (tenant_id, subject_hash, last_sequence)
  SELECT tenant_id, subject_hash, count(*) FROM fresh
  WHERE subject_hash IS NOT NULL
  GROUP BY tenant_id, subject_hash
  ORDER BY tenant_id, subject_hash
  ON CONFLICT (tenant_id, subject_hash) DO UPDATE
    SET last_sequence = subject_sequences.last_sequence + excluded.last_sequence, used_at = now()
  RETURNING tenant_id, subject_hash, last_sequence`;

/**
 * Leaves the events of `source`, one row per tenant, where they are given their place in the feed after
 * the commit. `source` must have waited for COUNT_SUBJECTS: of two publishes for a subject the later then
 * has the higher number here too.
 */
export function leaveUnplaced(source: string, order: string): string {
  return `unplaced AS (
  INSERT INTO unplaced_events (tenant_id, event_ids)
  SELECT tenant_id, array_agg(id ORDER BY ${order}) FROM ${source} GROUP BY tenant_id
)`;
}
