import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, LessThan } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { decodeCursor, publicId, toPage, newUuid } from '../common/index.js';
import type { Page } from '../common/index.js';
import type { PageQuery } from '../http/index.js';
import { markMade } from '../idempotency/index.js';
import type { AuditEntryDto } from './audit.dto.js';
import { AuditEntry } from './audit-entry.entity.js';
import type { Principal } from './principal.js';

/** A change that was made with an API key. */
type KeyFact = Omit<AuditFact, 'actor'> & { principal: Principal };

/** Records changes and who made them, in the transaction of the change itself. */
@Injectable()
export class AuditLog {
  constructor(@InjectDataSource() private readonly source: DataSource) {}

  write(manager: EntityManager, { principal, ...fact }: KeyFact): Promise<void> {
    return recordAudit(manager, { ...fact, actor: actorOf(principal) });
  }

  async list(tenantId: string, { limit, cursor }: PageQuery): Promise<Page<AuditEntryDto>> {
    const before = decodeCursor(cursor);
    const rows = await this.source.manager.find(AuditEntry, {
      where: { tenantId, ...(before !== undefined && { id: LessThan(before) }) },
      order: { id: 'DESC' },
      take: limit + 1,
    });
    return toPage(rows, limit, presentAuditEntry);
  }
}

function presentAuditEntry(entry: AuditEntry): AuditEntryDto {
  return {
    id: publicId('audit', entry.id),
    at: entry.at.toISOString(),
    actor: entry.actor,
    role: entry.role,
    action: entry.action,
    target: entry.target,
    details: { ...entry.details },
  };
}

/** The author of a change: an API key, the bootstrap key, or the service itself. */
export interface Actor {
  /** `key_…`, `bootstrap` or `system`. */
  id: string;
  role: string;
}

export interface AuditFact {
  actor: Actor;
  /** UUID; null if the change does not concern one tenant. */
  tenantId: string | null;
  /** `<thing>.<past participle>`, such as `api_key.created`. */
  action: string;
  /** Public id of the changed object. */
  target: string;
  /** Shown to the tenant: no secrets, no identity data. */
  details?: Record<string, unknown>;
}

export const SYSTEM: Actor = { id: 'system', role: 'system' };

/** Returns the actor of a request. */
export function actorOf({ keyId, role }: Principal): Actor {
  return { id: keyId === null ? 'bootstrap' : publicId('apiKey', keyId), role };
}

/**
 * Records a change in its own transaction, together with the note under the request's
 * `Idempotency-Key`, so that all are committed or none.
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
