import { IsNull } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { conflict } from '../../common/index.js';
import { incrementVersion, auditEndpoint } from '../editing/change-endpoint.js';
import { EndpointSecret } from './endpoint-secret.entity.js';
import type { Endpoint } from '../endpoint.entity.js';
import { CHANGED } from '../../auth/index.js';
import type { Actor } from '../../auth/index.js';
import type { SecretStore } from './secret-store.js';
import { queueUpdatedNotice } from '../lifecycle/endpoint-notices.js';

const MAX_LIVE_SECRETS = 5;

interface Rotation {
  /** Must be locked. */
  endpoint: Endpoint;
  /** The new secret, already validated. */
  value: string;
  graceSeconds: number;
  actor: Actor;
}

/**
 * Makes a new secret current; the previous one signs as well until its grace period ends. Throws 409
 * `too_many_secrets` if too many are live.
 */
export async function rotateSecret(
  manager: EntityManager,
  store: SecretStore,
  { endpoint, value, graceSeconds, actor }: Rotation,
): Promise<void> {
  const { id: endpointId, tenantId } = endpoint;
  await removeExpired(manager, endpointId);
  if (graceSeconds === 0) {
    await manager.delete(EndpointSecret, { endpointId, expiresAt: IsNull() });
  } else {
    await startGrace(manager, endpointId, graceSeconds);
  }
  await store.add(manager, endpoint, value);
  await incrementVersion(manager, endpoint);
  const details = {
    grace_seconds: graceSeconds,
    before: { secret: CHANGED },
    after: { secret: CHANGED },
  };
  const action = 'endpoint.secret_rotated';
  await auditEndpoint(manager, { tenantId, endpointId, actor, action, details });
  await queueUpdatedNotice(manager, endpoint, actor, { change: 'secret_rotated' });
}

async function removeExpired(manager: EntityManager, endpointId: string): Promise<void> {
  await manager
    .createQueryBuilder()
    .delete()
    .from(EndpointSecret)
    .where('endpoint_id = :endpointId AND expires_at <= now()', { endpointId })
    .execute();
}

async function startGrace(
  manager: EntityManager,
  endpointId: string,
  graceSeconds: number,
): Promise<void> {
  const live = await manager.countBy(EndpointSecret, { endpointId });
  if (live >= MAX_LIVE_SECRETS) {
    const message = `${MAX_LIVE_SECRETS} secrets are live. Promote the newest one before you rotate again.`;
    throw conflict('too_many_secrets', message);
  }
  await manager.query(
    `UPDATE endpoint_secrets SET expires_at = now() + make_interval(secs => $2)
     WHERE endpoint_id = $1 AND expires_at IS NULL`,
    [endpointId, graceSeconds],
  );
}
