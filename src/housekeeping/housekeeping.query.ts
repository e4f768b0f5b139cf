import { statement } from '../database/index.js';
import { purgeInspections } from '../queue/index.js';
import type { Statement } from '../database/index.js';

interface Purged {
  purged: number;
}

/** Deletes at most $1 expired rows. Several workers may run it at the same time. */
const purge = (
  name: string,
  { table, key, expired }: { table: string; key: string; expired: string },
): Statement<Purged> =>
  statement<Purged>(
    name,
    `WITH deleted AS (
       DELETE FROM ${table} WHERE (${key}) IN (
         SELECT ${key} FROM ${table} WHERE ${expired} LIMIT $1 FOR UPDATE SKIP LOCKED
       )
       RETURNING 1
     )
     SELECT count(*)::int AS purged FROM deleted`,
  );

/** One statement per table whose rows expire. */
export const PURGES = {
  /** Their index is that of the event: a key is as old as its event, or younger where the event was there already. */
  idempotencyKeys: purge('purge-idempotency-keys', {
    table: 'idempotency_keys',
    key: 'tenant_id, key_hash',
    expired:
      "event_id <= uuid_at(now() - interval '7 days') AND expires_at <= now() ORDER BY event_id",
  }),
  requestKeys: purge('purge-request-keys', {
    table: 'request_keys',
    key: 'tenant_id, key_hash',
    expired: 'expires_at <= now() ORDER BY expires_at',
  }),
  rejectedPublishes: purge('purge-rejected-publishes', {
    table: 'rejected_publishes',
    key: 'id',
    expired: 'expires_at <= now() ORDER BY expires_at',
  }),
  rejectionDrops: purge('purge-rejection-drops', {
    table: 'rejected_publish_drops',
    key: 'tenant_id, hour',
    expired: "hour <= now() - interval '8 days' ORDER BY hour",
  }),
  derivedEffects: purge('purge-derived-effects', {
    table: 'derived_effects',
    key: 'tenant_id, effect_hash',
    expired: "stored_at <= now() - interval '7 days' ORDER BY stored_at",
  }),
  /** A session that was begun with a link ends before the link is deleted. */
  signInLinks: purge('purge-sign-in-links', {
    table: 'sign_in_links',
    key: 'id',
    expired: "expires_at <= now() - interval '1 day' ORDER BY expires_at",
  }),
  /** For a week, the pages can say why a session has ended. */
  sessions: purge('purge-sessions', {
    table: 'sessions',
    key: 'id',
    expired: "expires_at <= now() - interval '7 days' ORDER BY expires_at",
  }),
  /** The rows contain mail addresses, and their endpoint may have been deleted. */
  mailWindows: purge('purge-mail-windows', {
    table: 'mail_windows',
    key: 'endpoint_id, recipient',
    expired: "ends_at <= now() - interval '1 day'",
  }),
  inspections: purgeInspections,
};

/** Whether there is a delivery that `promoteWaiting` may have to make due. */
export const IS_WAITING = `
EXISTS (SELECT FROM delivery_queue WHERE due_at = 'infinity' AND subject_hash IS NOT NULL)
OR EXISTS (SELECT FROM delivery_queue WHERE digest_id IS NOT NULL)`;

/** Makes deliveries due whose subject or digest has nothing else in the queue. One process at a time runs it. */
export const promoteWaiting = statement<{ promoted: number }>(
  'promote-waiting',
  `SELECT promote_subjects() + promote_digests() AS promoted
   FROM (SELECT pg_try_advisory_xact_lock(7305512216) AS taken) l WHERE taken`,
);

/** Creates the partitions of the time ahead. One process at a time runs it. */
export const ensurePartitions = statement<object>(
  'ensure-partitions',
  'SELECT ensure_partitions(2) FROM pg_advisory_xact_lock(7305512203)',
);
