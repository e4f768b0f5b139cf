/** Deletes the content of events $1. */
export const FORGET_BODIES = 'DELETE FROM event_bodies WHERE event_id = ANY ($1::uuid[])';

/**
 * Deletes the ids that were found in events $1, which are in ascending order: blocks are looked up by the range, which
 * then holds few other events.
 */
export const FORGET_REFS = `
DELETE FROM event_refs WHERE event_id = ANY ($1::uuid[])
  AND event_id >= ($1::uuid[])[1] AND event_id <= ($1::uuid[])[cardinality($1::uuid[])]`;
