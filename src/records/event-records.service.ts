import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { seesPersonalData } from '../auth/index.js';
import type { Reader } from '../auth/index.js';
import { CATALOGUE, requireRecordedType } from '../catalogue/index.js';
import type { LiveCatalogue } from '../catalogue/index.js';
import { notFound, toPage, publicId } from '../common/index.js';
import type { FieldError, Page } from '../common/index.js';
import { ReasonGuide } from '../config/index.js';
import { Vault } from '../database/index.js';
import { EventContents } from '../events/index.js';
import type { EventLabels } from '../events/index.js';
import type { FieldsOf } from '../http/index.js';
import { MASKED } from '../masking/index.js';
import { Conditions, windowOf } from './conditions.js';
import type { Scope } from './conditions.js';
import { DeliveryRecords } from './delivery-records.service.js';
import { EventData } from './event-data.service.js';
import type { EventDto, EventQuery, EventSummaryDto } from './event.dto.js';
import { findEventsByRef } from './find-events-by-ref.js';
import { findEvents } from './find-events.query.js';
import { listFiltered } from './find-last-id.query.js';
import type { Look } from './look-back.js';
import type { EventRow } from './find-events.query.js';
import { reasonText } from '../model/index.js';
import type { DeliveryDto } from './delivery.dto.js';

/** Presents an event as JSON; every route uses it. */
function presentEvent<D extends DeliveryDto>(
  row: EventRow,
  labels: EventLabels,
  deliveries: D[],
  guide: ReasonGuide,
): Omit<EventSummaryDto, 'deliveries'> & { deliveries: D[] } {
  return {
    id: publicId('event', row.id),
    tenant_id: publicId('tenant', row.tenant_id),
    type: row.type,
    created: Math.floor(row.created_at.getTime() / 1000),
    sequence: row.sequence === null ? null : Number(row.sequence),
    subject: labels.subject,
    external_ref: labels.external_ref,
    is_sandbox: row.is_sandbox,
    caused_by: row.caused_by === null ? null : publicId('event', row.caused_by),
    derived: row.derived.map((id) => publicId('event', id)),
    unsent: row.unsent.map(({ endpoint_id, reason }) => ({
      endpoint_id,
      reason,
      reason_text: reasonText(reason),
      docs_url: guide.docsUrl(reason),
    })),
    violations: row.violations,
    redacted_at: row.redacted_at?.toISOString() ?? null,
    deliveries,
  };
}

/** An event within its tenant; both are UUIDs. */
export interface EventRef {
  tenantId: string;
  eventId: string;
}

/** Reads events with their deliveries. */
@Injectable()
export class EventRecords {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(EventContents) private readonly contents: EventContents,
    @Inject(EventData) private readonly data: EventData,
    @Inject(DeliveryRecords) private readonly deliveries: DeliveryRecords,
    @Inject(ReasonGuide) private readonly guide: ReasonGuide,
    @Inject(CATALOGUE) private readonly catalogue: LiveCatalogue,
  ) {}

  async list(tenantId: string, query: EventQuery, reader: Reader): Promise<Page<EventSummaryDto>> {
    const { limit, type } = query;
    await requireRecordedType(this.catalogue, type);
    const { rows, lookedTo } = await this.listRows(tenantId, query, limit + 1);
    const page = toPage(rows, limit, (row) => row, lookedTo);
    return { ...page, data: await this.summaries(page.data, reader) };
  }

  private listRows(tenantId: string, query: EventQuery, most: number): Promise<Look<EventRow>> {
    const { manager } = this.source;
    const { type, environment, subject, ref } = query;
    const indexed = (): Conditions =>
      new Conditions()
        .equals('e.tenant_id', tenantId)
        .mayEqual('e.subject_hash', subject && this.vault.hashRef(subject))
        .window('e.id', query);
    const filter = (conditions: Conditions): Conditions =>
      conditions.type('e.type', type).environment('e.is_sandbox', environment);
    if (ref !== undefined) {
      const hash = this.vault.hashRef(ref);
      const conditions = (): Conditions => filter(indexed());
      return findEventsByRef(manager, { hash, window: windowOf(query), conditions, limit: most });
    }
    const table = 'events e';
    return listFiltered(manager, { limit: most, table, indexed, filter, find: findEvents });
  }

  /**
   * Finds, within the scope and of tenants that are not deleted, the event of that id, else those whose data holds
   * `ref` as an id. `isWhole` is false if there may be more of them among older events.
   */
  async matching(
    scope: Scope,
    { eventId, ref, limit }: { eventId: string | undefined; ref: string; limit: number },
    reader: Reader,
  ): Promise<{ events: FieldsOf<EventSummaryDto>[]; isWhole: boolean }> {
    const conditions = (): Conditions =>
      new Conditions().within('e.tenant_id', scope).ofLiving('e.tenant_id');
    const { manager } = this.source;
    const { rows, lookedTo }: Look<EventRow> =
      eventId === undefined
        ? await findEventsByRef(manager, {
            hash: this.vault.hashRef(ref),
            window: windowOf({}),
            conditions,
            limit,
          })
        : { rows: await findEvents(manager, conditions().equals('e.id', eventId), limit) };
    return { events: await this.summaries(rows, reader), isWhole: lookedTo === undefined };
  }

  /** Everything on record, attempts included. */
  async get(ref: EventRef, reader: Reader): Promise<EventDto> {
    const row = await this.find(ref);
    const [[stored = null], data, deliveries] = await Promise.all([
      this.contents.labels([row]),
      this.data.value(row, reader),
      this.deliveries.ofEvent(row.id, reader),
    ]);
    const labels = await this.data.labels(row, stored, reader);
    return { ...presentEvent(this.shown(row, reader), labels, deliveries, this.guide), data };
  }

  /** The bare row. 404 where the tenant has no such event. */
  async find({ tenantId, eventId }: EventRef): Promise<EventRow> {
    const conditions = new Conditions().equals('e.id', eventId).equals('e.tenant_id', tenantId);
    const [row] = await findEvents(this.source.manager, conditions, 1);
    if (!row) throw notFound('event');
    return row;
  }

  private async summaries(rows: EventRow[], reader: Reader): Promise<FieldsOf<EventSummaryDto>[]> {
    const stored = await this.contents.labels(rows);
    const ids = rows.map(({ id }) => id);
    const deliveries = await this.deliveries.ofEvents(ids, reader);
    return Promise.all(
      rows.map(async (row, position) => {
        const labels = await this.data.labels(row, stored[position] ?? null, reader);
        const ofEvent = deliveries.get(row.id) ?? [];
        return presentEvent(this.shown(row, reader), labels, ofEvent, this.guide);
      }),
    );
  }

  /** What is wrong with the data of a confidential event says what is in it. */
  private shown(row: EventRow, reader: Reader): EventRow {
    if (row.violations === null || seesPersonalData(reader) || !this.data.isSecret(row)) return row;
    const masked = ({ code }: FieldError): FieldError => ({
      pointer: MASKED,
      code,
      message: MASKED,
    });
    return { ...row, violations: row.violations.map(masked) };
  }
}
