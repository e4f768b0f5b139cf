import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { actorOf, recordAudit } from '../auth/index.js';
import type { Principal } from '../auth/index.js';
import { notFound, publicId } from '../common/index.js';
import { Vault } from '../database/index.js';
import { parseMoment } from '../http/index.js';
import type { SubjectRef } from '../records/index.js';
import type { HoldSubjectDto, SubjectHoldDto } from './erasure.dto.js';
import { WAKE_SUBJECT } from './erasure.query.js';

const HOLD = `
INSERT INTO subject_holds (tenant_id, subject_hash, reason, until, actor) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (tenant_id, subject_hash) DO UPDATE SET reason = excluded.reason, until = excluded.until, actor = excluded.actor
RETURNING created_at`;

const FIND_HOLD = `
SELECT reason, until FROM subject_holds WHERE tenant_id = $1 AND subject_hash = $2 FOR UPDATE`;

/** Legal holds, which stop erasures. The audit log does not name the subject. */
@Injectable()
export class SubjectHolds {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  /** Holds a subject, or changes its hold. */
  async hold(
    { tenantId, subject }: SubjectRef,
    { reason, until }: HoldSubjectDto,
    principal: Principal,
  ): Promise<SubjectHoldDto> {
    const untilMs = until === undefined ? undefined : parseMoment(until);
    const end = untilMs === undefined ? null : new Date(untilMs);
    const hash = this.vault.hashRef(subject);
    const actor = actorOf(principal);
    return this.source.transaction(async (manager) => {
      const values = [tenantId, hash, reason, end, actor.id];
      const former = await findHold(manager, tenantId, hash);
      const [made] = await manager.query<{ created_at: Date }[]>(HOLD, values);
      for (const text of WAKE_SUBJECT) await manager.query(text, [tenantId, hash]);
      const details = { reason, until: end?.toISOString() ?? null };
      const target = publicId('tenant', tenantId);
      await recordAudit(manager, {
        actor,
        tenantId,
        action: 'subject.held',
        target,
        details: { ...details, before: former, after: details },
      });
      const createdAt = made?.created_at ?? new Date();
      return { subject, ...details, created_at: createdAt.toISOString() };
    });
  }

  /** Ends a hold; erasures that waited for it go on. Throws 404. */
  async release({ tenantId, subject }: SubjectRef, principal: Principal): Promise<void> {
    const hash = this.vault.hashRef(subject);
    await this.source.transaction(async (manager) => {
      const former = await findHold(manager, tenantId, hash);
      if (!former) throw notFound('subject');
      await manager.query('DELETE FROM subject_holds WHERE tenant_id = $1 AND subject_hash = $2', [
        tenantId,
        hash,
      ]);
      for (const text of WAKE_SUBJECT) await manager.query(text, [tenantId, hash]);
      const [actor, target] = [actorOf(principal), publicId('tenant', tenantId)];
      const details = { before: former, after: null };
      await recordAudit(manager, { actor, tenantId, action: 'subject.released', target, details });
    });
  }
}

/** Returns a hold as the audit log shows it, and locks it. */
async function findHold(
  manager: EntityManager,
  tenantId: string,
  hash: string,
): Promise<{ reason: string; until: string | null } | null> {
  const [row] = await manager.query<{ reason: string; until: Date | null }[]>(FIND_HOLD, [
    tenantId,
    hash,
  ]);
  return row ? { reason: row.reason, until: row.until?.toISOString() ?? null } : null;
}
