import type { EntityManager } from 'typeorm';
import { newUuid, publicId } from '../common/index.js';
import { markMade } from '../idempotency/index.js';
import type { Principal } from './principal.js';

/** Who does it: a key, the bootstrap key, or (on a receiver's answer) the service itself. */
export interface Actor {
  /** `key_…`, `bootstrap` or `system`. */
  id: string;
  role: string;
}

export interface AuditFact {
  actor: Actor;
  /** UUID; null where no one tenant is concerned. */
  tenantId: string | null;
  /** `<thing>.<past participle>`, such as `api_key.created`. */
  action: string;
  /** Public id of what was acted on. */
  target: string;
  /** Shown to the tenant: no secrets, no identity data. */
  details?: Record<string, unknown>;
}

export const SYSTEM: Actor = { id: 'system', role: 'system' };

/** The actor behind a request. */
export function actorOf({ keyId, role }: Principal): Actor {
  return { id: keyId === null ? 'bootstrap' : publicId('apiKey', keyId), role };
}

/**
 * Written in the transaction of what it tells of: one does not exist without the other. So is the
 * note under the request's `Idempotency-Key`.
 */
export async function recordAudit(manager: EntityManager, fact: AuditFact): Promise<void> {
  const { tenantId, actor, action, target, details = {} } = fact;
  await manager.query(
    `INSERT INTO audit_log (id, tenant_id, actor, role, action, target, details)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [newUuid(), tenantId, actor.id, actor.role, action, target, details],
  );
  await markMade(manager, target);
}
