import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { parseId, tenantDeleting } from '../../common/index.js';
import { EventContents } from '../../events/index.js';
import type { PreparedEvent } from '../event-validator.js';
import type { FirstEvent } from '../publish-contract.js';
import { IS_FRESH, NOTE_EFFECTS, TAKE_KEYS } from './publish-steps.js';
import { findFirst } from './store-events.query.js';

/** $1 the tenant's id where the reference is one, else null; $2 the reference. */
const FIND_TENANT = `
SELECT id, deleting_at IS NOT NULL AS is_deleting FROM tenants
WHERE deleted_at IS NULL AND CASE WHEN $1::uuid IS NULL THEN external_id = $2::text ELSE id = $1::uuid END`;

/**
 * Stores one event inside a caller's transaction: everything but its sequence and its deliveries, which
 * follow from its row in `pending_fanouts`. Answers whether it was stored; false means that its key was
 * taken, or that it is an effect which is known already.
 *
 * $1 id, $2 tenant, $3 type, $4 created_at, $5 subject hash, $6 sandbox, $7 labels, $8 data,
 * $9 violations, $10 key hash, $11 fingerprint, $12 ids in the data, $13 cause, $14 effect hash,
 * $15 cause hash, $16 whether it refers to assets, $17 hash of the derivable fields, $18 the endpoint it is about.
 */
const STORE_EVENT = `
WITH usable AS MATERIALIZED (
  SELECT $1::uuid AS id, $2::uuid AS tenant_id, $3::text AS type, $10::bytea AS key_hash, $11::bytea AS fingerprint,
    $13::uuid AS caused_by, $14::uuid AS effect_hash, $15::uuid AS cause_hash, $17::uuid AS told_hash
), keyed AS (${TAKE_KEYS}
), effects AS (${NOTE_EFFECTS}
), fresh AS MATERIALIZED (
  SELECT i.* FROM usable i WHERE ${IS_FRESH}
), stored AS (
  INSERT INTO events (id, tenant_id, type, created_at, subject_hash, is_sandbox, sealed_labels, caused_by, violations, has_assets)
  SELECT id, tenant_id, type, $4::timestamptz, $5::uuid, $6::boolean, $7::bytea, caused_by, $9::jsonb, $16::boolean
  FROM fresh
), bodies AS (
  INSERT INTO event_bodies (event_id, sealed_data) SELECT id, $8::bytea FROM fresh
), refs AS (
  INSERT INTO event_refs (hash, event_id) SELECT unnest($12::uuid[]), id FROM fresh
), pending AS (
  INSERT INTO pending_fanouts (event_id, about_endpoint_id) SELECT id, $18::uuid FROM fresh
)
SELECT EXISTS (SELECT FROM fresh) AS stored
`;

/** Writes events inside transactions of callers, never in a shared batch. */
@Injectable()
export class TransactionalStore {
  constructor(private readonly contents: EventContents) {}

  /**
   * Returns the tenant (UUID) by id or external id, as the transaction sees it. Throws 410 where it is being deleted.
   */
  async tenantOf(manager: EntityManager, ref: string): Promise<string | undefined> {
    if (ref.includes('\0')) return undefined;
    const [row] = await manager.query<{ id: string; is_deleting: boolean }[]>(FIND_TENANT, [
      parseId('tenant', ref) ?? null,
      ref,
    ]);
    if (row?.is_deleting === true) throw tenantDeleting();
    return row?.id;
  }

  /** Returns the event that holds the key or was the effect already; undefined where this one was stored. */
  async store(
    manager: EntityManager,
    tenantId: string,
    event: PreparedEvent,
    aboutEndpointId: string | null = null,
  ): Promise<FirstEvent | undefined> {
    const sealed = await this.contents.seal(tenantId, event);
    const { keyHash = null, fingerprint = null } = event.idempotency ?? {};
    const [answer] = await manager.query<{ stored: boolean }[]>(STORE_EVENT, [
      event.id,
      tenantId,
      event.type,
      event.createdAt,
      event.subjectHash,
      event.isSandbox,
      sealed.labels,
      sealed.data,
      event.violations && JSON.stringify(event.violations),
      keyHash,
      fingerprint,
      event.refHashes,
      event.causedBy,
      event.effect?.hash ?? null,
      event.effect?.causeHash ?? null,
      event.assets.length > 0,
      event.effect?.derivableHash ?? null,
      aboutEndpointId,
    ]);
    if (answer?.stored === true) return undefined;
    const [first] = await manager.query<FirstEvent[]>(findFirst.text, [
      [event.id],
      [tenantId],
      [keyHash],
      [event.effect?.hash ?? null],
    ]);
    return first;
  }
}
