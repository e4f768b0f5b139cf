import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, LessThan } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { decodeCursor, newUuid, publicId, toPage } from '../common/index.js';
import type { Page } from '../common/index.js';
import type { PageQuery } from '../http/index.js';
import type { AuditEntryDto } from './audit.dto.js';
import { AuditEntry } from './audit-entry.entity.js';
import type { Principal } from './principal.js';

export interface AuditFact {
  principal: Principal;
  /** UUID; null where no one tenant is concerned. */
  tenantId: string | null;
  /** `<thing>.<verb>`, such as `api_key.created`. */
  action: string;
  /** Public id of what was acted on. */
  target: string;
  /** Shown to the tenant: no secrets, no identity data. */
  details?: Record<string, unknown>;
}

/** Who changed what. Written in the transaction of the change itself. */
@Injectable()
export class AuditLog {
  constructor(@InjectDataSource() private readonly source: DataSource) {}

  async write(manager: EntityManager, fact: AuditFact): Promise<void> {
    const { principal, tenantId, action, target, details = {} } = fact;
    await manager.insert(AuditEntry, {
      id: newUuid(),
      tenantId,
      actor: principal.keyId === null ? 'bootstrap' : publicId('apiKey', principal.keyId),
      role: principal.role,
      action,
      target,
      details,
    });
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
