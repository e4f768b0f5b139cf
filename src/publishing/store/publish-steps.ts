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
export const NOTE_EFFECTS = noteEffects(
  'i.cause_hash',
  `
    -- sets of ids, because the planner would join the causes row by row
    AND (i.caused_by IS NULL OR i.caused_by IN (SELECT event_id FROM keyed)
      OR i.caused_by NOT IN (SELECT id FROM usable WHERE key_hash IS NOT NULL))
    AND (i.key_hash IS NULL OR i.id IN (SELECT event_id FROM keyed))`,
);

function noteEffects(causeHash: string, andKeyed: string): string {
  return `
  INSERT INTO derived_effects AS known (tenant_id, effect_hash, type, cause_hash, told_hash, event_id, stored_at)
  SELECT i.tenant_id, i.effect_hash, i.type, ${causeHash}, i.told_hash, i.id, now()
  FROM usable i
  WHERE i.effect_hash IS NOT NULL${andKeyed}
  ORDER BY i.tenant_id, i.effect_hash
  ON CONFLICT (tenant_id, effect_hash) DO UPDATE
    SET type = excluded.type, cause_hash = excluded.cause_hash, told_hash = excluded.told_hash,
      event_id = excluded.event_id, stored_at = excluded.stored_at
    WHERE NOT is_same_effect(known, excluded.type, excluded.cause_hash, excluded.told_hash)
  RETURNING event_id`;
}

const HAS_NEWS = '(i.effect_hash IS NULL OR i.id IN (SELECT event_id FROM effects))';

/** The condition for an event `i` of `usable` to be stored: its key was free, its effect is news. */
export const IS_FRESH = `(i.key_hash IS NULL OR i.id IN (SELECT event_id FROM keyed))
    AND ${HAS_NEWS}`;

/** Counts the subjects of `fresh` on, their rows locked in the order of their keys. */
export const COUNT_SUBJECTS = countSubjects(
  'count(*)',
  `fresh
  WHERE subject_hash IS NOT NULL
  GROUP BY tenant_id, subject_hash`,
);

function countSubjects(count: string, source: string): string {
  return `
  INSERT INTO subject_sequences (tenant_id, subject_hash, last_sequence)
  SELECT tenant_id, subject_hash, ${count} FROM ${source}
  ORDER BY tenant_id, subject_hash
  ON CONFLICT (tenant_id, subject_hash) DO UPDATE
    SET last_sequence = subject_sequences.last_sequence + excluded.last_sequence, used_at = now()
  RETURNING tenant_id, subject_hash, last_sequence`;
}

/** Makes `fresh` and `numbered` of `usable`: takes the keys, notes the effects and counts the subjects. */
export const NUMBER_EVENTS = `keyed AS (${TAKE_KEYS}
), effects AS (${NOTE_EFFECTS}
), fresh AS MATERIALIZED (
  SELECT i.*,
    row_number() OVER (PARTITION BY i.tenant_id, i.subject_hash ORDER BY i.position)
      - count(*) OVER (PARTITION BY i.tenant_id, i.subject_hash) AS from_last
  FROM usable i
  WHERE ${IS_FRESH}
), counted AS (${COUNT_SUBJECTS}
), numbered AS MATERIALIZED (
  SELECT f.*, coalesce(c.last_sequence + f.from_last, 1) AS sequence
  -- FULL only keeps the planner from a nested loop: every counted row has a fresh one
  FROM fresh f FULL JOIN counted c USING (tenant_id, subject_hash)
`;

/** Makes `numbered` of `usable` where no event has a key or a cause and no two have one subject. */
export const NUMBER_PLAIN_EVENTS = `effects AS (${noteEffects('NULL::uuid', '')}
), counted AS (${countSubjects('1', `usable i WHERE subject_hash IS NOT NULL AND ${HAS_NEWS}`)}
), numbered AS MATERIALIZED (
  SELECT i.*, coalesce(c.last_sequence, 1) AS sequence
  FROM (SELECT * FROM usable i WHERE ${HAS_NEWS}) i FULL JOIN counted c USING (tenant_id, subject_hash)
`;

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
