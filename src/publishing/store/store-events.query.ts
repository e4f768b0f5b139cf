import { statement } from '../../database/index.js';
import { grantedEndpoints, storeDeliveries } from '../../queue/index.js';
import type { FirstEvent } from '../publish-contract.js';
import { leaveUnplaced, NUMBER_EVENTS, NUMBER_PLAIN_EVENTS } from './publish-steps.js';

/** What became of one event: stored (with its sequence), or a duplicate. */
export interface StoredRow {
  id: string;
  sequence: number | null;
  version: null;
}

/** An endpoint whose deliveries with an attempt id were stored under the lease of this process. */
interface AcceptedRow {
  id: string;
  version: number;
  is_calm: boolean;
}

/** Where the values of a statement begin. */
const AT = { refs: 13, deliveries: 15, leases: 25 };

/**
 * One commit of many events: idempotency keys, sequences, events, bodies, ids, deliveries, queue.
 * A tenant whose `fanout_version` is not the one that the fan-out was planned with (null: any will
 * do) is left out, and no row says what became of its events; holding its row FOR SHARE keeps endpoint changes out until the commit.
 *
 * An event may be caused by another of the batch, and is stored only if that is. One that could be
 * both published and derived (`effect_hash`) is stored once: see `is_same_effect`; its key then points to
 * nothing until `findFirst` mends that.
 *
 * $1–$12: one array element per event. $13–$14: ids in the data. $15–$24: planned deliveries. $25–$27: those of
 * them that are stored under a lease. $28–$29: effects of the events; $30–$33: keys and causes.
 */
export const storeEvents = statement<StoredRow | AcceptedRow>('store-events', textFor('any'));

/**
 * The same for events without keys and causes, whose fan-out was planned with a `fanout_version`, no two of them with
 * one subject: $1–$29. Most batches are such, and PostgreSQL begins and ends each step of a statement in every call,
 * also those that find nothing to do.
 */
export const storePlainEvents = statement<StoredRow | AcceptedRow>(
  'store-plain-events',
  textFor('plain'),
);

function textFor(kind: 'any' | 'plain'): string {
  const ifAny = (text: string): string => (kind === 'any' ? text : '');
  return `
WITH locked AS MATERIALIZED (
  SELECT id, fanout_version FROM tenants
  WHERE id = ANY ($2::uuid[]) AND deleted_at IS NULL AND deleting_at IS NULL
  ORDER BY id
  FOR SHARE
), usable AS MATERIALIZED (
  SELECT i.* FROM unnest(
    $1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::timestamptz[], $6::uuid[], $7::boolean[],
    $8::bytea[], $9::bytea[], $10::text[], $11::text[], $12::boolean[],
    $28::uuid[], $29::uuid[]${ifAny(', $30::bytea[], $31::bytea[], $32::uuid[], $33::uuid[]')}
  ) WITH ORDINALITY AS i (
    id, tenant_id, fanout_version, type, created_at, subject_hash, is_sandbox,
    sealed_labels, sealed_data, unsent, violations, has_assets,
    effect_hash, told_hash${ifAny(', key_hash, fingerprint, caused_by, cause_hash')}, position
  )
  JOIN locked t ON t.id = i.tenant_id AND t.fanout_version = coalesce(i.fanout_version, t.fanout_version)
), ${kind === 'any' ? NUMBER_EVENTS : NUMBER_PLAIN_EVENTS}), stored AS (
  INSERT INTO events (id, tenant_id, type, created_at, subject_hash, sequence, is_sandbox, sealed_labels, unsent, violations, has_assets${ifAny(', caused_by')})
  SELECT id, tenant_id, type, created_at, subject_hash, sequence, is_sandbox, sealed_labels, unsent::jsonb, violations::jsonb, has_assets${ifAny(', caused_by')}
  FROM numbered
), bodies AS (
  INSERT INTO event_bodies (event_id, sealed_data) SELECT id, sealed_data FROM numbered
), refs AS (
  INSERT INTO event_refs (hash, event_id)
  SELECT r.hash, r.event_id FROM unnest($${AT.refs}::uuid[], $${AT.refs + 1}::uuid[]) AS r (hash, event_id)
  JOIN numbered n ON n.id = r.event_id
), ${leaveUnplaced('numbered', 'position')}, ${grantedEndpoints(AT.leases, AT.deliveries + 2)}, ${storeDeliveries(
    AT.deliveries,
    { leases: AT.leases, mayBeOld: kind === 'any' },
  )}
SELECT id, sequence, NULL::int AS version, NULL::boolean AS is_calm FROM numbered
UNION ALL
-- a set of ids, because the planner would join the two row by row
SELECT id, NULL, NULL, NULL FROM usable WHERE id NOT IN (SELECT id FROM numbered)
UNION ALL
SELECT id, NULL, version, is_calm FROM granted
`;
}

interface FirstRow extends FirstEvent {
  /** The event that was not stored. */
  asked_by: string;
}

/**
 * For events that were not stored ($1, of tenants $2) the event that was there first: by idempotency
 * key ($3), else by effect ($4). A key that came with a known effect from now on points to that; where its content is
 * gone, no hash of it is kept.
 */
export const findFirst = statement<FirstRow>(
  'find-first',
  `
WITH found AS MATERIALIZED (
  SELECT i.*, k.fingerprint, by_key.id IS NULL AS by_effect, coalesce(by_key.id, by_effect.id) AS event_id,
    by_effect.redacted_at IS NOT NULL AS is_redacted,
    coalesce(by_key.type, by_effect.type) AS type, coalesce(by_key.created_at, by_effect.created_at) AS created_at
  FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::uuid[]) AS i (id, tenant_id, key_hash, effect_hash)
  LEFT JOIN idempotency_keys k ON k.tenant_id = i.tenant_id AND k.key_hash = i.key_hash AND k.expires_at > now()
  LEFT JOIN events by_key ON by_key.id = k.event_id
  LEFT JOIN derived_effects f ON f.tenant_id = i.tenant_id AND f.effect_hash = i.effect_hash
  LEFT JOIN events by_effect ON by_effect.id = f.event_id
  WHERE by_key.id IS NOT NULL OR by_effect.id IS NOT NULL
), mended AS (
  UPDATE idempotency_keys k
  SET event_id = found.event_id, fingerprint = CASE WHEN NOT found.is_redacted THEN k.fingerprint END
  FROM found
  WHERE found.by_effect AND k.tenant_id = found.tenant_id AND k.key_hash = found.key_hash
)
SELECT id AS asked_by, event_id AS id, type, created_at, fingerprint,
  (SELECT count(*)::int FROM deliveries d WHERE d.event_id = found.event_id) AS deliveries
FROM found
`,
);
