/** Deletes the content of events $1. */
export const FORGET_BODIES = 'DELETE FROM event_bodies WHERE event_id = ANY ($1::uuid[])';

/**
 * Deletes the ids that were found in events $1, which are in ascending order: blocks are looked up by the range, which
 * then holds few other events.
 */
export const FORGET_REFS = `
DELETE FROM event_refs WHERE event_id = ANY ($1::uuid[])
  AND event_id >= ($1::uuid[])[1] AND event_id <= ($1::uuid[])[cardinality($1::uuid[])]`;

/**
 * The keys of the publishes that led to events $1 stay taken, but what was published with them is not known any more,
 * not even as a hash.
 */
export const FORGET_FINGERPRINTS = `
UPDATE idempotency_keys SET fingerprint = NULL WHERE event_id = ANY ($1::uuid[]) AND fingerprint IS NOT NULL`;
