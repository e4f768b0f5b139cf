import { IsNull } from 'typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { recordAudit } from '../../auth/index.js';
import type { Actor } from '../../auth/index.js';
import { notFound, publicId, retryDeadlocks } from '../../common/index.js';
import { Endpoint } from '../endpoint.entity.js';

/** An endpoint of a tenant. Ids are UUIDs. */
export interface EndpointRef {
  tenantId: string;
  endpointId: string;
}

/**
 * Must be the first statement of every transaction that changes which endpoints get an event. Publishers
 * hold a shared lock on the tenant's row until they commit, so it waits for publishes in progress; later
 * ones see the new version and read the endpoints again. Returns false if there is no such tenant.
 */
export async function incrementFanoutVersion(
  manager: EntityManager,
  tenantId: string,
): Promise<boolean> {
  const [, matched] = await manager.query<[unknown, number]>(
    'UPDATE tenants SET fanout_version = fanout_version + 1 WHERE id = $1 AND deleted_at IS NULL',
    [tenantId],
  );
  return matched > 0;
}

/** Finds the endpoint and locks it until the transaction ends. */
export function findLocked(
  manager: EntityManager,
  { tenantId, endpointId }: EndpointRef,
): Promise<Endpoint | null> {
  return manager.findOne(Endpoint, {
    where: { id: endpointId, tenantId, deletedAt: IsNull() },
    lock: { mode: 'pessimistic_write' },
  });
}

/** The same. Throws 404 if the tenant has no such endpoint. */
export async function lockEndpoint(manager: EntityManager, ref: EndpointRef): Promise<Endpoint> {
  const endpoint = await findLocked(manager, ref);
  if (!endpoint) throw notFound('endpoint');
  return endpoint;
}

/**
 * Runs a change that affects which events an endpoint gets, in a transaction with the endpoint locked.
 * Retries after a deadlock. Throws 404.
 */
export function changeEndpoint<T>(
  source: DataSource,
  ref: EndpointRef,
  change: (manager: EntityManager, endpoint: Endpoint) => Promise<T>,
): Promise<T> {
  return retryDeadlocks(() =>
    source.transaction(async (manager) => {
      if (!(await incrementFanoutVersion(manager, ref.tenantId))) throw notFound('tenant');
      return change(manager, await lockEndpoint(manager, ref));
    }),
  );
}

/** Makes senders load the endpoint and its secrets again. */
export async function incrementVersion(manager: EntityManager, endpoint: Endpoint): Promise<void> {
  await manager.save(Object.assign(endpoint, { version: endpoint.version + 1 }));
}

interface EndpointAuditEntry {
  tenantId: string;
  endpointId: string;
  actor: Actor;
  /** `endpoint.<past participle>` */
  action: string;
  /** Must not contain a secret or the value of a header. */
  details?: Record<string, unknown>;
}

/** Records an audit entry of an endpoint. Call it in the transaction of the audited change. */
export function auditEndpoint(
  manager: EntityManager,
  { endpointId, ...entry }: EndpointAuditEntry,
): Promise<void> {
  return recordAudit(manager, { ...entry, target: publicId('endpoint', endpointId) });
}
