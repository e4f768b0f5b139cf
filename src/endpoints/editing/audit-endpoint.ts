import type { EntityManager } from 'typeorm';
import { recordAudit } from '../../auth/index.js';
import type { Actor } from '../../auth/index.js';
import { publicId } from '../../common/index.js';

interface EndpointFact {
  tenantId: string;
  endpointId: string;
  actor: Actor;
  /** `endpoint.<past participle>` */
  action: string;
  /** Never a secret, nor the value of a header. */
  details?: Record<string, unknown>;
}

/** In the transaction of what it tells of. */
export function auditEndpoint(
  manager: EntityManager,
  { endpointId, ...fact }: EndpointFact,
): Promise<void> {
  return recordAudit(manager, { ...fact, target: publicId('endpoint', endpointId) });
}
