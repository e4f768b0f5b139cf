import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { parseId } from '../../common/index.js';
import { Conditions } from './conditions.js';
import type { Scope } from './conditions.js';
import { DeliveryRecords } from './delivery-records.service.js';
import { EventRecords } from './event-records.service.js';
import { presentEndpointHit, presentTenantHit } from './present-hits.js';
import type {
  DeliveryHitDto,
  EndpointHitDto,
  EventHitDto,
  SearchHit,
  SearchResult,
  TenantHitDto,
} from './search.dto.js';
import { findDeliveryOfAttempt, searchEndpoints, searchTenants } from './search.query.js';
import { urlHost } from './url-host.js';

/** Of each kind. */
const MAX_HITS = 50;
/** One more tells whether there are more. */
const LOOKED_FOR = MAX_HITS + 1;

/** Finds things by what people have in hand: an id, an id in an event's data, a host, a name. */
@Injectable()
export class Search {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(EventRecords) private readonly records: EventRecords,
    @Inject(DeliveryRecords) private readonly deliveryRecords: DeliveryRecords,
  ) {}

  /** Within the scope, newest of each kind first. What a deleted tenant had is not found. */
  async find(scope: Scope, text: string): Promise<SearchResult> {
    const q = text.trim();
    const kinds: SearchHit[][] = await Promise.all([
      this.events(scope, q),
      this.deliveries(scope, q),
      this.endpoints(scope, q),
      this.tenants(scope, q),
    ]);
    return {
      data: kinds.flatMap((hits) => hits.slice(0, MAX_HITS)),
      next_cursor: null,
      truncated: kinds.some((hits) => hits.length > MAX_HITS),
    };
  }

  private async events(scope: Scope, q: string): Promise<EventHitDto[]> {
    // `idk_…` is what clients of the stream and the feed see of the event's id in the flat format.
    const eventId = parseId('event', q.replace(/^idk_/, 'evt_'));
    const events = await this.records.matching(scope, { eventId, ref: q, limit: LOOKED_FOR });
    return events.map((event) => ({ kind: 'event', ...event }));
  }

  private async deliveries(scope: Scope, q: string): Promise<DeliveryHitDto[]> {
    const attemptId = parseId('attempt', q);
    const deliveryId =
      attemptId === undefined
        ? // `idk_…` is what receivers of the flat format see of the delivery's id.
          parseId('delivery', q.replace(/^idk_/, 'dlv_'))
        : await findDeliveryOfAttempt(this.source.manager, attemptId);
    const ids = deliveryId === undefined ? [] : [deliveryId];
    const deliveries = await this.deliveryRecords.withIds(scope, ids);
    return deliveries.map((delivery) => ({ kind: 'delivery', ...delivery }));
  }

  private async endpoints(scope: Scope, q: string): Promise<EndpointHitDto[]> {
    const endpointId = parseId('endpoint', q);
    const host = urlHost(q);
    const conditions = new Conditions().within('tenant_id', scope);
    if (endpointId !== undefined) conditions.equals('id', endpointId);
    else if (host !== undefined) {
      // With these ends the host is whole, and no sign in it is a wildcard.
      const starts = ['https', 'http'].flatMap((scheme) =>
        ['/', ':', '?'].map((end) => `${scheme}://${host}${end}`),
      );
      const bound = conditions.bind(starts);
      conditions.add(
        `EXISTS (SELECT FROM unnest(${bound}::text[]) s (start) WHERE starts_with(url, s.start))`,
      );
    } else return [];
    const rows = await searchEndpoints(this.source.manager, conditions, LOOKED_FOR);
    return rows.map(presentEndpointHit);
  }

  private async tenants(scope: Scope, q: string): Promise<TenantHitDto[]> {
    const tenantId = parseId('tenant', q);
    const conditions = new Conditions().within('id', scope);
    if (tenantId === undefined) {
      const bound = conditions.bind(q);
      conditions.add(`(external_id = ${bound} OR strpos(lower(name), lower(${bound})) > 0)`);
    } else conditions.equals('id', tenantId);
    const rows = await searchTenants(this.source.manager, conditions, LOOKED_FOR);
    return rows.map(presentTenantHit);
  }
}
