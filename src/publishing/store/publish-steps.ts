/**
 * Steps that a publish and a fan-out after the commit share, and a replay with them. All have the
 * events to be told in `fresh`, with their sequence in `numbered`, and share-lock the rows of their tenants first.
 */

/** The next sequence of each subject, its row locked in the order of its key. */
export const COUNT_SUBJECTS = `
  INSERT INTO subject_sequences (tenant_id, subject_hash, last_sequence)
  SELECT tenant_id, subject_hash, count(*) FROM fresh
  WHERE subject_hash IS NOT NULL
  GROUP BY tenant_id, subject_hash
  ORDER BY tenant_id, subject_hash
  ON CONFLICT (tenant_id, subject_hash) DO UPDATE
    SET last_sequence = subject_sequences.last_sequence + excluded.last_sequence
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
