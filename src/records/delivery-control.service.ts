import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '../auth/index.js';
import type { Principal } from '../auth/index.js';
import { conflict, notFound, publicId } from '../common/index.js';
import type { AppError } from '../common/index.js';
import { PENDING_CONFIRMATION } from '../model/index.js';
import {
  ADVANCE_QUEUED,
  FIND_CONTROLLED,
  LEAVE_QUEUE,
  LOCK_QUEUED,
  QUEUE_SETTLED,
  SKIP,
} from '../queue/index.js';
import type { DeliveryRef } from './delivery-records.service.js';

const UNCONFIRMED =
  'Support has moved its endpoint to another URL: nothing is sent before the tenant or an admin resumes it.';

interface Controlled {
  status: string;
  reason: string | null;
  endpoint_deleted: boolean;
  is_pending_confirmation: boolean;
  has_body: boolean;
  is_redacted: boolean;
  is_held_behind: boolean;
}

interface Queued {
  in_flight: boolean;
  is_manual: boolean;
  waits_for_subject: boolean;
}

/** Retries and skips single deliveries by hand. Both are audited. */
@Injectable()
export class DeliveryControl {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(AuditLog) private readonly audit: AuditLog,
  ) {}

  /**
   * Makes the next attempt due now, whatever the delivery's state and its endpoint's; the automatic
   * schedule stays as it is. Asking twice is asking once. Errors: 404, 409 `attempt_in_flight`,
   * `endpoint_deleted`, `pending_confirmation`, `redacted`, `retention_expired`, `waiting_for_subject`.
   */
  async retry(ref: DeliveryRef, principal: Principal): Promise<void> {
    await this.source.transaction(async (manager) => {
      const known = await find(manager, ref);
      if (known.endpoint_deleted) {
        throw conflict('endpoint_deleted', 'The endpoint of this delivery was deleted.');
      }
      if (known.is_pending_confirmation) {
        throw conflict(PENDING_CONFIRMATION, UNCONFIRMED);
      }
      if (known.is_redacted) throw conflict('redacted', "The event's data was redacted.");
      if (!known.has_body) {
        throw conflict('retention_expired', "The event's data is not stored any more.");
      }
      const queued = await lockQueued(manager, ref);
      if (queued?.in_flight) throw inFlight();
      if (queued?.is_manual) return;
      if (queued?.waits_for_subject || known.is_held_behind) throw waitsForSubject();
      // Without a row it is settled or held; one that appears meanwhile is due already.
      await manager.query(queued ? ADVANCE_QUEUED : QUEUE_SETTLED, [ref.deliveryId]);
      const after = { next_attempt: 'now' };
      await this.note(manager, ref, principal, 'delivery.retried', { before: shown(known), after });
    });
  }

  /**
   * Gives up a delivery that waits or is held. Errors: 404, 409 `attempt_in_flight`, `already_settled`.
   */
  async skip(ref: DeliveryRef, principal: Principal): Promise<void> {
    await this.source.transaction(async (manager) => {
      const known = await find(manager, ref);
      const queued = await lockQueued(manager, ref);
      if (queued?.in_flight) throw inFlight();
      const skipped = await rowsOf(manager, SKIP, [ref.deliveryId, queued !== undefined]);
      if (skipped.length === 0) {
        throw conflict('already_settled', 'This delivery is settled; there is nothing to skip.');
      }
      const [left] = await manager.query<{ in_flight: boolean }[]>(LEAVE_QUEUE, [ref.deliveryId]);
      if (left?.in_flight) throw inFlight();
      const after = { status: 'skipped', reason: 'operator_skipped' };
      await this.note(manager, ref, principal, 'delivery.skipped', { before: shown(known), after });
    });
  }

  private note(
    manager: EntityManager,
    { tenantId, deliveryId }: DeliveryRef,
    principal: Principal,
    action: string,
    details: Record<string, unknown>,
  ): Promise<void> {
    const target = publicId('delivery', deliveryId);
    return this.audit.write(manager, { principal, tenantId, action, target, details });
  }
}

function shown({ status, reason }: Controlled): Record<string, unknown> {
  return { status, reason };
}

async function find(manager: EntityManager, ref: DeliveryRef): Promise<Controlled> {
  const values = [ref.deliveryId, ref.tenantId];
  const [row] = await manager.query<Controlled[]>(FIND_CONTROLLED, values);
  if (!row) throw notFound('delivery');
  return row;
}

async function lockQueued(
  manager: EntityManager,
  { deliveryId }: DeliveryRef,
): Promise<Queued | undefined> {
  const [row] = await manager.query<Queued[]>(LOCK_QUEUED, [deliveryId]);
  return row;
}

/** TypeORM answers an UPDATE with its rows and their count. */
async function rowsOf(manager: EntityManager, sql: string, values: unknown[]): Promise<unknown[]> {
  const [rows] = await manager.query<[unknown[], number]>(sql, values);
  return rows;
}

function waitsForSubject(): AppError {
  const message =
    'Its endpoint is ordered, and an earlier delivery of its subject is not settled: retry or skip that one.';
  return conflict('waiting_for_subject', message);
}

function inFlight(): AppError {
  const message = 'An attempt of this delivery is under way; see what it brings first.';
  return conflict('attempt_in_flight', message);
}
