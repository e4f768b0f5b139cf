import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, LessThan } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { decodeCursor, publicId, toPage } from '../common/index.js';
import type { Page } from '../common/index.js';
import type { PageQuery } from '../http/index.js';
import type { AuditEntryDto } from './audit.dto.js';
import { AuditEntry } from './audit-entry.entity.js';
import type { Principal } from './principal.js';
import { actorOf, recordAudit } from './record-audit.js';
import type { AuditFact } from './record-audit.js';

/** A change made by somebody's key. */
type KeyFact = Omit<AuditFact, 'actor'> & { principal: Principal };

/** Who changed what. Written in the transaction of the change itself. */
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
