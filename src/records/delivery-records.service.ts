import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { CATALOGUE, requireRecordedType } from '../catalogue/index.js';
import type { LiveCatalogue } from '../catalogue/index.js';
import { notFound, toPage, publicId } from '../common/index.js';
import type { Page } from '../common/index.js';
import { ReasonGuide } from '../config/index.js';
import type { PageQuery } from '../http/index.js';
import type { AttemptDto } from './attempt.dto.js';
import { AttemptRecords } from './attempt-records.service.js';
import { Conditions } from './conditions.js';
import {
  addPiece,
  candidateIds,
  deliveryConditions,
  needsLookBack,
} from './delivery-conditions.js';
import type { Scope } from './conditions.js';
import type { DeliveryDto, DeliveryQuery, DeliveryWithAttemptsDto } from './delivery.dto.js';
import type { FieldsOf } from './query-fields.js';
import { findDeliveries } from './find-deliveries.query.js';
import type { DeliveryRow } from './find-deliveries.query.js';
import { findLastId } from './find-last-id.query.js';
import { lookBack } from './look-back.js';
import type { Look } from './look-back.js';

/** Presents a delivery as JSON; every route uses it. */
function presentDelivery(row: DeliveryRow, guide: ReasonGuide): FieldsOf<DeliveryDto> {
  return {
    id: publicId('delivery', row.id),
    tenant_id: publicId('tenant', row.tenant_id),
    event_id: publicId('event', row.event_id),
    event_type: row.event_type,
    endpoint_id: publicId('endpoint', row.endpoint_id),
    endpoint_host: row.endpoint_url === null ? null : new URL(row.endpoint_url).host,
    channel: row.channel,
    recipient: row.recipient,
    format: row.format,
    status: row.status,
    reason: row.reason,
    ...guide.explain(row.reason),
    blocked_by: row.blocked_by === null ? null : publicId('delivery', row.blocked_by),
    in_flight: row.in_flight,
    attempt_count: row.attempt_count,
    max_attempts: row.max_attempts,
    last_code: row.last_code,
    suspicious_success: row.suspicious_success,
    next_attempt_at: row.next_attempt_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    settled_at: row.settled_at?.toISOString() ?? null,
  };
}

/** A delivery within its tenant; both are UUIDs. */
export interface DeliveryRef {
  tenantId: string;
  deliveryId: string;
}

/** Reads deliveries as they are shown. */
@Injectable()
export class DeliveryRecords {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(AttemptRecords) private readonly attempts: AttemptRecords,
    @Inject(ReasonGuide) private readonly guide: ReasonGuide,
    @Inject(CATALOGUE) private readonly catalogue: LiveCatalogue,
  ) {}

  async list(scope: Scope, query: DeliveryQuery): Promise<Page<DeliveryDto>> {
    await requireRecordedType(this.catalogue, query.type);
    const { rows, lookedTo } = await this.find(scope, query, query.limit + 1);
    return toPage(rows, query.limit, (row) => presentDelivery(row, this.guide), lookedTo);
  }

  /** Returns deliveries by id, within the scope; those of deleted tenants are left out. */
  async withIds(scope: Scope, deliveryIds: string[]): Promise<FieldsOf<DeliveryDto>[]> {
    if (deliveryIds.length === 0) return [];
    const conditions = new Conditions().within('d.tenant_id', scope).ofLiving('d.tenant_id');
    conditions.add(`d.id = ANY (${conditions.bind(deliveryIds)}::uuid[])`);
    const rows = await findDeliveries(this.source.manager, conditions);
    return rows.map((row) => presentDelivery(row, this.guide));
  }

  async get(ref: DeliveryRef): Promise<DeliveryWithAttemptsDto> {
    const [delivery] = await this.withAttempts(async (manager) => [await this.row(ref, manager)]);
    if (!delivery) throw notFound('delivery');
    return delivery;
  }

  async attemptsOf(ref: DeliveryRef, page: PageQuery): Promise<Page<AttemptDto>> {
    const { id } = await this.row(ref, this.source.manager);
    return this.attempts.page(id, page);
  }

  /** The deliveries of one event, in the order they were made. */
  async ofEvent(eventId: string): Promise<DeliveryWithAttemptsDto[]> {
    return this.withAttempts((manager) => this.rowsOfEvents([eventId], manager));
  }

  /** By event (UUID), without attempts. */
  async ofEvents(eventIds: string[]): Promise<Map<string, DeliveryDto[]>> {
    const byEvent = new Map<string, DeliveryDto[]>(eventIds.map((id) => [id, []]));
    if (eventIds.length === 0) return byEvent;
    for (const row of await this.rowsOfEvents(eventIds, this.source.manager)) {
      byEvent.get(row.event_id)?.push(presentDelivery(row, this.guide));
    }
    return byEvent;
  }

  private async find(scope: Scope, query: DeliveryQuery, most: number): Promise<Look<DeliveryRow>> {
    const { manager } = this.source;
    if (!needsLookBack(query)) {
      return { rows: await findDeliveries(manager, deliveryConditions(scope, query), most) };
    }
    return lookBack({
      limit: most,
      endOf: (before, rows) => {
        const bound = new Conditions();
        const piece = { from: undefined, before };
        const ids = candidateIds(bound, { scope, query, piece, rows });
        return findLastId(manager, bound, { ids, rows });
      },
      read: (piece, limit) => {
        const conditions = addPiece(deliveryConditions(scope, query), { scope, query, piece });
        return findDeliveries(manager, conditions, limit);
      },
    });
  }

  private async rowsOfEvents(eventIds: string[], manager: EntityManager): Promise<DeliveryRow[]> {
    const conditions = new Conditions();
    conditions.add(`d.event_id = ANY (${conditions.bind(eventIds)}::uuid[])`);
    return (await findDeliveries(manager, conditions)).toReversed();
  }

  private async row(
    { tenantId, deliveryId }: DeliveryRef,
    manager: EntityManager,
  ): Promise<DeliveryRow> {
    const conditions = new Conditions().equals('d.id', deliveryId).equals('d.tenant_id', tenantId);
    const [row] = await findDeliveries(manager, conditions);
    if (!row) throw notFound('delivery');
    return row;
  }

  /** Both from one snapshot: an attempt must not stand beside a delivery that does not know of it. */
  private withAttempts(
    find: (manager: EntityManager) => Promise<DeliveryRow[]>,
  ): Promise<DeliveryWithAttemptsDto[]> {
    return this.source.transaction('REPEATABLE READ', async (manager) => {
      const rows = await find(manager);
      const attempts = await this.attempts.ofDeliveries(
        rows.map(({ id }) => id),
        manager,
      );
      return rows.map((row) => ({
        ...presentDelivery(row, this.guide),
        attempts: attempts.get(row.id) ?? [],
      }));
    });
  }
}
