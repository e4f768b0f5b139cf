import type { EntityManager } from 'typeorm';
import { newUuid, publicId } from '../common/index.js';
import type { Principal } from '../auth/index.js';

/** Who does it: a key, the bootstrap key, or (on a receiver's answer) the service itself. */
export interface Actor {
  /** `key_…`, `bootstrap` or `system`. */
  id: string;
  role: string;
}

export const SYSTEM: Actor = { id: 'system', role: 'system' };

/** The actor behind a request. */
export function actorOf({ keyId, role }: Principal): Actor {
  return { id: keyId === null ? 'bootstrap' : publicId('apiKey', keyId), role };
}

interface EndpointFact {
  tenantId: string;
  endpointId: string;
  actor: Actor;
  /** `endpoint.<past participle>` */
  action: string;
  /** Never a secret, nor the value of a header. */
  details?: Record<string, unknown>;
}

/** Written in the transaction of what it tells of: one does not exist without the other. */
export async function recordAudit(manager: EntityManager, fact: EndpointFact): Promise<void> {
  const { tenantId, endpointId, actor, action, details = {} } = fact;
  await manager.query(
    `INSERT INTO audit_log (id, tenant_id, actor, role, action, target, details)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [newUuid(), tenantId, actor.id, actor.role, action, publicId('endpoint', endpointId), details],
  );
}
