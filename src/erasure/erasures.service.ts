import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { actorOf, recordAudit } from '../auth/index.js';
import type { Principal } from '../auth/index.js';
import { AppError, LoopTurns, newUuid, notFound, publicId } from '../common/index.js';
import { Vault } from '../database/index.js';
import type { ErasureDto } from './erasure.dto.js';
import {
  ADD_SUBJECTS,
  COUNT_EVENTS,
  COUNT_SUBJECTS,
  FIND_ERASURE,
  FIND_RUNNING,
  FORGETTING_TYPES,
  INSERT_ERASURE,
} from './erasure.query.js';
import type { ErasureRow, Obstacle } from './erasure.query.js';

export interface ErasureRequest {
  tenantId: string;
  subjects: readonly string[];
  reason: string | undefined;
}

interface SubjectCount {
  state: 'pending' | 'waiting' | 'done';
  waits_for: Obstacle['reason'] | null;
  /** Subjects and events that are left. */
  count: number;
  subjects: number;
  is_open_ended: boolean;
  waits_until: Date | null;
}

/** Starts erasures and shows them; workers perform them. */
@Injectable()
export class Erasures {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(Vault) private readonly vault: Vault,
  ) {}

  /**
   * Returns the running erasure if one of the same subjects exists. Throws 403 for a tenant that may not erase. The
   * subjects are stored as keyed hashes only.
   */
  async start(
    { tenantId, subjects, reason }: ErasureRequest,
    principal: Principal,
  ): Promise<ErasureDto> {
    await this.checkPolicy(tenantId, principal);
    const hashes = await this.hashesOf(subjects);
    const digest = createHash('sha256').update(hashes.join()).digest();
    const actor = actorOf(principal);
    const erasureId = await this.source.transaction(async (manager) => {
      const id = newUuid();
      const values = [id, tenantId, digest, id, reason ?? null, actor.id, actor.role];
      const [made] = await manager.query<{ id: string }[]>(INSERT_ERASURE, values);
      if (!made) {
        const [running] = await manager.query<{ id: string }[]>(FIND_RUNNING, [tenantId, digest]);
        if (!running) throw new AppError('conflict', 409, { message: 'Send the request again.' });
        return running.id;
      }
      await manager.query(ADD_SUBJECTS, [id, hashes]);
      const [row] = await manager.query<{ events: number }[]>(COUNT_EVENTS, [
        tenantId,
        hashes,
        id,
        FORGETTING_TYPES,
      ]);
      await manager.query('UPDATE erasures SET counts = $2 WHERE id = $1', [
        id,
        { found: row?.events ?? 0 },
      ]);
      await recordAudit(manager, {
        actor,
        tenantId,
        action: 'subjects.erasure_requested',
        target: publicId('erasure', id),
        details: { subjects: hashes.length, ...(reason !== undefined && { reason }) },
      });
      return id;
    });
    return this.get(tenantId, erasureId);
  }

  /** Throws 404. */
  async get(tenantId: string, erasureId: string): Promise<ErasureDto> {
    const [row] = await this.source.query<ErasureRow[]>(FIND_ERASURE, [erasureId, tenantId]);
    if (!row) throw notFound('erasure');
    const subjects = await this.source.query<SubjectCount[]>(COUNT_SUBJECTS, [erasureId]);
    return present(row, subjects);
  }

  /** 10,000 subjects take more than one turn of the event loop. */
  private async hashesOf(subjects: readonly string[]): Promise<string[]> {
    const turns = new LoopTurns();
    const hashes: string[] = [];
    for (const subject of new Set(subjects)) {
      hashes.push(this.vault.hashRef(subject));
      if (turns.isUsedUp) await turns.next();
    }
    return hashes.toSorted();
  }

  private async checkPolicy(tenantId: string, { role }: Principal): Promise<void> {
    if (role === 'admin') return;
    const [tenant] = await this.source.query<{ allow_erasure: boolean }[]>(
      'SELECT allow_erasure FROM tenants WHERE id = $1 AND deleted_at IS NULL',
      [tenantId],
    );
    if (tenant?.allow_erasure === true) return;
    const message = 'An admin has not allowed this tenant to erase subjects.';
    throw new AppError('forbidden', 403, { message });
  }
}

function present(row: ErasureRow, subjects: SubjectCount[]): ErasureDto {
  const count = (state?: SubjectCount['state']): number =>
    subjects.reduce((sum, one) => (state && one.state !== state ? sum : sum + one.subjects), 0);
  const { found = 0, events: erased = 0, ...removed } = row.counts;
  return {
    id: publicId('erasure', row.id),
    status: row.state,
    events: found,
    erased,
    subjects: { total: count(), done: count('done'), waiting: count('waiting') },
    waiting: subjects.flatMap(({ state, waits_for, count: waiting, is_open_ended, waits_until }) =>
      state === 'waiting' && waits_for !== null
        ? [
            {
              reason: waits_for,
              until: is_open_ended ? null : (waits_until?.toISOString() ?? null),
              subjects: waiting,
            },
          ]
        : [],
    ),
    removed,
    reason: row.reason,
    requested_by: row.actor,
    requested_by_event: row.event_id === null ? null : publicId('event', row.event_id),
    created_at: row.created_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
    receipt: row.receipt === null ? null : (JSON.parse(row.receipt) as Record<string, unknown>),
    signature:
      row.signature === null
        ? null
        : { algorithm: 'HMAC-SHA256', value: row.signature.toString('hex') },
  };
}
