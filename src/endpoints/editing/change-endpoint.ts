import { IsNull } from 'typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { notFound, retryDeadlocks } from '../../common/index.js';
import { Endpoint } from '../endpoint.entity.js';

/** An endpoint as its tenant names it. Ids are UUIDs. */
export interface EndpointRef {
  tenantId: string;
  endpointId: string;
}

/**
 * To come first in every transaction that changes who gets an event. Publishers share-lock the
 * tenant's row until they commit, so this waits for those under way, and later ones find the new
 * version and look again. False where there is no such tenant.
 */
export async function raiseFanoutVersion(
  manager: EntityManager,
  tenantId: string,
): Promise<boolean> {
  const [, matched] = await manager.query<[unknown, number]>(
    'UPDATE tenants SET fanout_version = fanout_version + 1 WHERE id = $1 AND deleted_at IS NULL',
    [tenantId],
  );
  return matched > 0;
}

/** The endpoint, locked until the transaction ends. */
export function findLocked(
  manager: EntityManager,
  { tenantId, endpointId }: EndpointRef,
): Promise<Endpoint | null> {
  return manager.findOne(Endpoint, {
    where: { id: endpointId, tenantId, deletedAt: IsNull() },
    lock: { mode: 'pessimistic_write' },
  });
}

/** The same; 404 where the tenant has none of that id. */
export async function lockEndpoint(manager: EntityManager, ref: EndpointRef): Promise<Endpoint> {
  const endpoint = await findLocked(manager, ref);
  if (!endpoint) throw notFound('endpoint');
  return endpoint;
}

/** Runs a change of one endpoint that decides who gets an event, and again where it ended a deadlock. */
export function changeEndpoint<T>(
  source: DataSource,
  ref: EndpointRef,
  change: (manager: EntityManager, endpoint: Endpoint) => Promise<T>,
): Promise<T> {
  return retryDeadlocks(() =>
    source.transaction(async (manager) => {
      if (!(await raiseFanoutVersion(manager, ref.tenantId))) throw notFound('tenant');
      return change(manager, await lockEndpoint(manager, ref));
    }),
  );
}

/** Tells senders that the endpoint or a secret of it has changed. */
export async function raiseVersion(manager: EntityManager, endpoint: Endpoint): Promise<void> {
  await manager.save(Object.assign(endpoint, { version: endpoint.version + 1 }));
}
