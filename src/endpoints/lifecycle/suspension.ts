import type { EntityManager } from 'typeorm';
import { TENANT_DELETING } from '../../model/index.js';
import { finishRelease, forgetFailures, holdAllQueued, lockHealth } from '../../queue/index.js';
import type { HeldChoice } from '../../queue/index.js';

/** Endpoints that do not send keep their state, so that a restore brings back what was there. */
const SUSPEND = `
UPDATE endpoints SET status = 'paused', disabled_reason = $2, releasing = NULL, version = version + 1, updated_at = now()
WHERE tenant_id = $1 AND status = 'active' AND deleted_at IS NULL`;

const FIND_SUSPENDED = `
SELECT id FROM endpoints WHERE tenant_id = $1 AND disabled_reason = $2 AND status = 'paused' AND deleted_at IS NULL
ORDER BY id FOR UPDATE`;

const ACTIVATE = `
UPDATE endpoints SET status = 'active', disabled_reason = NULL, releasing = $2, version = version + 1, updated_at = now()
WHERE id = ANY ($1::uuid[])`;

const FIND_LIVE = `SELECT id FROM endpoints WHERE tenant_id = $1 AND deleted_at IS NULL ORDER BY id`;

/** Pauses the active endpoints of a tenant (UUID) that is being deleted. Its row must be locked. */
export async function suspendEndpoints(manager: EntityManager, tenantId: string): Promise<void> {
  await manager.query(SUSPEND, [tenantId, TENANT_DELETING]);
}

/**
 * Holds what is queued at all endpoints of a tenant whose endpoints were suspended. To be called after the commit. What
 * it does not reach, because the process ends, workers hold when it becomes due.
 */
export async function holdSuspended(manager: EntityManager, tenantId: string): Promise<void> {
  const endpoints = await manager.query<{ id: string }[]>(FIND_LIVE, [tenantId]);
  for (const { id } of endpoints) await holdAllQueued(manager, id, 'endpoint_paused');
}

/**
 * Activates the endpoints that were suspended, and commits the choice for their held deliveries with it. Failures from
 * before the deletion are forgotten: the time in which nothing was sent does not count. Returns their ids (UUIDs).
 */
export async function restoreEndpoints(
  manager: EntityManager,
  tenantId: string,
  held: HeldChoice,
): Promise<string[]> {
  const rows = await manager.query<{ id: string }[]>(FIND_SUSPENDED, [tenantId, TENANT_DELETING]);
  const ids = rows.map(({ id }) => id);
  for (const id of ids) {
    // Attempts may have returned deliveries to the queue; the release covers them.
    await holdAllQueued(manager, id, 'endpoint_paused');
    await lockHealth(manager, id);
    await forgetFailures(manager, id);
  }
  await manager.query(ACTIVATE, [ids, held]);
  return ids;
}

/** Sends or skips what is held, after the commit; workers complete it after a crash. */
export async function releaseRestored(
  manager: EntityManager,
  ids: readonly string[],
): Promise<void> {
  for (const id of ids) await finishRelease(manager, id);
}
