import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { seesAddresses, seesPersonalData } from '../auth/index.js';
import type { Reader } from '../auth/index.js';
import { CATALOGUE, requireRecordedType } from '../catalogue/index.js';
import type { LiveCatalogue } from '../catalogue/index.js';
import { hostOf, notFound, toPage, publicId } from '../common/index.js';
import type { Page } from '../common/index.js';
import { ReasonGuide } from '../config/index.js';
import { EndpointAddresses } from '../endpoints/index.js';
import type { FieldsOf, PageQuery } from '../http/index.js';
import { EchoMask, hiddenOfUrl, maskAddress } from '../masking/index.js';
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
import { EventData } from './event-data.service.js';
import { findEvents } from './find-events.query.js';
import { findDeliveries } from './find-deliveries.query.js';
import type { DeliveryRow } from './find-deliveries.query.js';
import { findLastId } from './find-last-id.query.js';
import { lookBack } from './look-back.js';
import type { AttemptReader } from './present-attempt.js';
import type { Look } from './look-back.js';

/** Presents a delivery as JSON; every route uses it. */
function presentDelivery(
  row: DeliveryRow,
  reader: Reader,
  guide: ReasonGuide,
): FieldsOf<DeliveryDto> {
  const { recipient } = row;
  return {
    id: publicId('delivery', row.id),
    tenant_id: publicId('tenant', row.tenant_id),
    event_id: publicId('event', row.event_id),
    event_type: row.event_type,
    is_sandbox: row.is_sandbox,
    endpoint_id: publicId('endpoint', row.endpoint_id),
    endpoint_host: hostOf(row.endpoint_url),
    channel: row.channel,
    recipient: recipient === null || seesAddresses(reader) ? recipient : maskAddress(recipient),
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
    minimised: row.minimised,
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
    @Inject(EventData) private readonly data: EventData,
    @Inject(ReasonGuide) private readonly guide: ReasonGuide,
    @Inject(CATALOGUE) private readonly catalogue: LiveCatalogue,
    @Inject(EndpointAddresses) private readonly addresses: EndpointAddresses,
  ) {}

  async list(scope: Scope, query: DeliveryQuery, reader: Reader): Promise<Page<DeliveryDto>> {
    await requireRecordedType(this.catalogue, query.type);
    const { rows, lookedTo } = await this.find(scope, query, query.limit + 1);
    const present = (row: DeliveryRow): DeliveryDto => presentDelivery(row, reader, this.guide);
    return toPage(rows, query.limit, present, lookedTo);
  }

  /** Returns deliveries by id, within the scope; those of deleted tenants are left out. */
  async withIds(
    scope: Scope,
    deliveryIds: string[],
    reader: Reader,
  ): Promise<FieldsOf<DeliveryDto>[]> {
    if (deliveryIds.length === 0) return [];
    const conditions = new Conditions().within('d.tenant_id', scope).ofLiving('d.tenant_id');
    conditions.add(`d.id = ANY (${conditions.bind(deliveryIds)}::uuid[])`);
    const rows = await this.read(this.source.manager, conditions);
    return rows.map((row) => presentDelivery(row, reader, this.guide));
  }

  async get(ref: DeliveryRef, reader: Reader): Promise<DeliveryWithAttemptsDto> {
    const find = async (manager: EntityManager) => [await this.row(ref, manager)];
    const [delivery] = await this.withAttempts(find, reader);
    if (!delivery) throw notFound('delivery');
    return delivery;
  }

  async attemptsOf(ref: DeliveryRef, page: PageQuery, reader: Reader): Promise<Page<AttemptDto>> {
    const row = await this.row(ref, this.source.manager);
    const readerOf = await this.attemptReaders([row], reader);
    return this.attempts.page(row.id, page, readerOf(row.id));
  }

  /** The deliveries of one event, in the order they were made. */
  async ofEvent(eventId: string, reader: Reader): Promise<DeliveryWithAttemptsDto[]> {
    return this.withAttempts((manager) => this.rowsOfEvents([eventId], manager), reader);
  }

  /** By event (UUID), without attempts. */
  async ofEvents(eventIds: string[], reader: Reader): Promise<Map<string, DeliveryDto[]>> {
    const byEvent = new Map<string, DeliveryDto[]>(eventIds.map((id) => [id, []]));
    if (eventIds.length === 0) return byEvent;
    for (const row of await this.rowsOfEvents(eventIds, this.source.manager)) {
      byEvent.get(row.event_id)?.push(presentDelivery(row, reader, this.guide));
    }
    return byEvent;
  }

  private async find(scope: Scope, query: DeliveryQuery, most: number): Promise<Look<DeliveryRow>> {
    const { manager } = this.source;
    if (!needsLookBack(query)) {
      return { rows: await this.read(manager, deliveryConditions(scope, query), most) };
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
        return this.read(manager, conditions, limit);
      },
    });
  }

  /** Finds deliveries with their recipients in clear; null where the data key is gone. */
  private async read(
    manager: EntityManager,
    conditions: Conditions,
    limit?: number,
  ): Promise<DeliveryRow[]> {
    const rows = await findDeliveries(manager, conditions, limit);
    const stored = rows.flatMap(({ endpoint_id: endpointId, recipient }) =>
      recipient === null ? [] : [{ endpointId, recipient }],
    );
    const opened = (await this.addresses.open(stored)).values();
    return rows.map((row) =>
      row.recipient === null ? row : { ...row, recipient: opened.next().value ?? null },
    );
  }

  /**
   * Returns the attempts of a test. Its sample is the caller's own or the example of its type: an answer can repeat
   * nothing of it that the caller may not see, but the URL of the endpoint is not the caller's.
   */
  async ofTest(ref: DeliveryRef, reader: Reader): Promise<AttemptDto[]> {
    const row = await this.row(ref, this.source.manager);
    const urlMask = seesAddresses(reader) ? undefined : (await this.urlMasks([row])).get(row.id);
    const shown = { reader, echoMask: undefined, urlMask };
    return (await this.attempts.ofDeliveries([row.id], () => shown)).get(row.id) ?? [];
  }

  private async rowsOfEvents(eventIds: string[], manager: EntityManager): Promise<DeliveryRow[]> {
    const conditions = new Conditions();
    conditions.add(`d.event_id = ANY (${conditions.bind(eventIds)}::uuid[])`);
    return (await this.read(manager, conditions)).toReversed();
  }

  private async row(
    { tenantId, deliveryId }: DeliveryRef,
    manager: EntityManager,
  ): Promise<DeliveryRow> {
    const conditions = new Conditions().equals('d.id', deliveryId).equals('d.tenant_id', tenantId);
    const [row] = await this.read(manager, conditions);
    if (!row) throw notFound('delivery');
    return row;
  }

  /** Returns how the attempts of each of the deliveries are shown. */
  private async attemptReaders(
    rows: readonly DeliveryRow[],
    reader: Reader,
  ): Promise<(deliveryId: string) => AttemptReader> {
    if (seesAddresses(reader)) return () => ({ reader, echoMask: undefined });
    const urlMasks = await this.urlMasks(rows);
    if (seesPersonalData(reader)) {
      return (id) => ({ reader, echoMask: undefined, urlMask: urlMasks.get(id) });
    }
    const ofEvents = new Map<string, EchoMask | undefined>();
    for (const eventId of new Set(rows.map(({ event_id }) => event_id))) {
      const conditions = new Conditions().equals('e.id', eventId);
      const [event] = await findEvents(this.source.manager, conditions, 1);
      if (event) ofEvents.set(eventId, await this.data.echoMask(event, reader));
    }
    const masks = new Map(rows.map((row) => [row.id, ofEvents.get(row.event_id)]));
    return (id) => ({
      reader,
      echoMask: masks.get(id) ?? new EchoMask(undefined),
      urlMask: urlMasks.get(id),
    });
  }

  /** What an answer to one of the deliveries may repeat of the query of its endpoint's URL, by delivery. */
  private async urlMasks(rows: readonly DeliveryRow[]): Promise<Map<string, EchoMask>> {
    const endpoints = rows.map(({ endpoint_id: id, channel, endpoint_url: url, ...row }) => {
      return { id, channel, url, sealedUrl: row.endpoint_sealed_url };
    });
    const urls = await this.addresses.urls(endpoints);
    return new Map(
      rows.flatMap(({ id }, position) => {
        const hidden = hiddenOfUrl(urls[position] ?? '');
        return hidden.length === 0 ? [] : [[id, new EchoMask(hidden)]];
      }),
    );
  }

  /** Both from one snapshot: an attempt must not stand beside a delivery that does not know of it. */
  private async withAttempts(
    find: (manager: EntityManager) => Promise<DeliveryRow[]>,
    reader: Reader,
  ): Promise<DeliveryWithAttemptsDto[]> {
    const known = seesAddresses(reader) ? [] : await find(this.source.manager);
    const readerOf = await this.attemptReaders(known, reader);
    return this.source.transaction('REPEATABLE READ', async (manager) => {
      const rows = await find(manager);
      const ids = rows.map(({ id }) => id);
      const attempts = await this.attempts.ofDeliveries(ids, readerOf, manager);
      return rows.map((row) => ({
        ...presentDelivery(row, reader, this.guide),
        attempts: attempts.get(row.id) ?? [],
      }));
    });
  }
}
