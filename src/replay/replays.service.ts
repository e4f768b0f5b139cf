import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { actorOf, recordAudit } from '../auth/index.js';
import type { Principal } from '../auth/index.js';
import {
  conflict,
  decodeCursor,
  notFound,
  parseId,
  publicId,
  retryDeadlocks,
  toPage,
} from '../common/index.js';
import type { FieldsOf } from '../http/index.js';
import type { ReplayDto, ReplayPageDto, ReplayQuery, UnreplayableDto } from './replay.dto.js';
import { CANCEL_REPLAY, findReplay, listReplays, LOCK_REPLAY } from './replays.query.js';
import type { ReplayRow, Counts, ShownReplayRow } from './replays.query.js';
import { withdrawReplay } from '../queue/index.js';
import type { Unreplayable } from './decide-action.js';

/** Returns the JSON of a replay. */
function presentReplay(row: ShownReplayRow): ReplayDto {
  const { queued, delivered, failed, given_up, taken_back, skipped } = row;
  const pending = queued - delivered - failed - given_up - taken_back;
  return {
    id: publicId('replay', row.id),
    endpoint_id: publicId('endpoint', row.endpoint_id),
    state: row.state,
    waiting_for: waitingFor(row),
    status: row.status,
    types: row.types,
    since: row.since.toISOString(),
    until: row.until.toISOString(),
    rate_per_second: row.rate_per_second,
    matched: row.matched,
    unreplayable: presentUnreplayable(row.unreplayable),
    queued,
    skipped: {
      ...presentUnreplayable(skipped),
      already_pending: skipped.already_pending ?? 0,
      changed: skipped.changed ?? 0,
    },
    taken_back,
    outcomes: { pending, delivered, failed, given_up },
    created_by: row.created_by,
    created_by_role: row.created_by_role,
    created_at: row.created_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
    cancelled_by: row.cancelled_by,
  };
}

export function presentUnreplayable(counts: Counts<Unreplayable>): FieldsOf<UnreplayableDto> {
  return {
    redacted: counts.redacted ?? 0,
    retention_expired: counts.retention_expired ?? 0,
    format_cannot_carry: counts.format_cannot_carry ?? 0,
  };
}

function waitingFor({ state, endpoint_status }: ShownReplayRow): ReplayDto['waiting_for'] {
  if (state !== 'running') return null;
  if (endpoint_status === 'paused') return 'endpoint_paused';
  return endpoint_status === 'disabled' ? 'endpoint_disabled' : null;
}

/** A replay of a tenant; both ids are UUIDs. */
export interface ReplayRef {
  tenantId: string;
  replayId: string;
}

/** Reads, lists and cancels replays. */
@Injectable()
export class Replays {
  constructor(@InjectDataSource() private readonly source: DataSource) {}

  async get(ref: ReplayRef): Promise<ReplayDto> {
    const row = await findReplay(this.source.manager, ref);
    if (!row) throw notFound('replay');
    return presentReplay(row);
  }

  async list(
    tenantId: string,
    { limit, cursor, endpoint_id }: ReplayQuery,
  ): Promise<ReplayPageDto> {
    const endpointId = endpoint_id === undefined ? undefined : parseId('endpoint', endpoint_id);
    const filter = { tenantId, endpointId, before: decodeCursor(cursor) };
    const rows = await listReplays(this.source.manager, filter, limit + 1);
    return toPage(rows, limit, presentReplay);
  }

  /**
   * Stops queueing and withdraws the deliveries without an attempt. Cancelling again changes nothing.
   * Throws 404, 409 `already_finished`.
   */
  async cancel(ref: ReplayRef, principal: Principal): Promise<void> {
    await retryDeadlocks(() =>
      this.source.transaction(async (manager) => {
        const [replay] = await manager.query<ReplayRow[]>(LOCK_REPLAY, [
          ref.replayId,
          ref.tenantId,
        ]);
        if (!replay) throw notFound('replay');
        if (replay.state === 'cancelled') return;
        if (replay.state === 'finished') {
          throw conflict(
            'already_finished',
            'The replay has finished: all its deliveries were sent.',
          );
        }
        const withdrawn = await withdrawReplay(manager, replay.id);
        await manager.query(CANCEL_REPLAY, [replay.id, actorOf(principal).id, withdrawn]);
        await auditCancellation(manager, replay, principal, withdrawn);
      }),
    );
  }
}

function auditCancellation(
  manager: EntityManager,
  { id, tenant_id: tenantId, endpoint_id, queued }: ReplayRow,
  principal: Principal,
  taken_back: number,
): Promise<void> {
  return recordAudit(manager, {
    actor: actorOf(principal),
    tenantId,
    action: 'replay.cancelled',
    target: publicId('replay', id),
    details: {
      endpoint_id: publicId('endpoint', endpoint_id),
      queued,
      taken_back,
      before: { state: 'running' },
      after: { state: 'cancelled' },
    },
  });
}
