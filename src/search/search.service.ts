import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Conditions, DeliveryRecords, EventRecords } from '../records/index.js';
import type { Scope } from '../records/index.js';
import { AuditLog, seesAddresses } from '../auth/index.js';
import type { Principal, Reader } from '../auth/index.js';
import { hostOf, parseId, publicId } from '../common/index.js';
import { ReasonGuide } from '../config/index.js';
import { SealedTexts, Vault } from '../database/index.js';
import { EndpointAddresses } from '../endpoints/index.js';
import { maskUrl } from '../masking/index.js';
import { RejectedPublishes } from '../publishing/index.js';
import type { SearchHit, SearchResult, EndpointHitDto, TenantHitDto } from './search.dto.js';
import {
  findDeliveryOfAttempt,
  findTenants,
  searchEndpoints,
  searchTenants,
} from './search.query.js';
import type { TenantHitRow, EndpointHitRow } from './search.query.js';

function presentEndpointHit(
  row: EndpointHitRow,
  reader: Reader,
  guide: ReasonGuide,
): Omit<EndpointHitDto, 'tenant_name'> {
  return {
    kind: 'endpoint',
    id: publicId('endpoint', row.id),
    tenant_id: publicId('tenant', row.tenant_id),
    endpoint_host: hostOf(row.url),
    url: row.url === null || seesAddresses(reader) ? row.url : maskUrl(row.url),
    description: row.description,
    format: row.format,
    status: row.status,
    disabled_reason: row.disabled_reason,
    ...guide.explain(row.disabled_reason),
    created_at: row.created_at.toISOString(),
  };
}

function presentTenantHit(row: TenantHitRow): TenantHitDto {
  const id = publicId('tenant', row.id);
  return {
    kind: 'tenant',
    id,
    tenant_id: id,
    external_id: row.external_id,
    name: row.name,
    tenant_name: row.name,
    created_at: row.created_at.toISOString(),
  };
}

/** Returns the host of a URL or host name, in the form of stored URLs; undefined for other text. */
function urlHost(text: string): string | undefined {
  const url = text.includes('://') ? text : `http://${text}`;
  if (/\s/.test(url) || !URL.canParse(url)) return undefined;
  return new URL(url).hostname || undefined;
}

/** A hit with the public id of the tenant that it belongs to. */
interface TenantHit {
  tenant_id: string | null;
}

/** Hits of each kind. */
const MAX_HITS = 50;
/** One more, to know whether the result is truncated. */
const LIMIT = MAX_HITS + 1;

/** Finds records by an id, an id in an event's data, a host or a name. */
@Injectable()
export class Search {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(EventRecords) private readonly records: EventRecords,
    @Inject(DeliveryRecords) private readonly deliveryRecords: DeliveryRecords,
    @Inject(RejectedPublishes) private readonly rejectedPublishes: RejectedPublishes,
    @Inject(ReasonGuide) private readonly guide: ReasonGuide,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(SealedTexts) private readonly texts: SealedTexts,
    @Inject(EndpointAddresses) private readonly addresses: EndpointAddresses,
  ) {}

  /** The same as `find`, with an entry in the audit log. */
  async findAndNote(principal: Principal, text: string): Promise<SearchResult> {
    const result = await this.find(principal, text);
    // What is looked for may be personal: its keyed hash shows whether two searches were for the same.
    const hash = this.vault.hashRef(text);
    const details = { query_hash: hash, hits: result.data.length };
    const action = 'search.performed';
    await this.audit.note({ principal, tenantId: null, action, target: 'search', details });
    return result;
  }

  /** Searches within the reader's scope, newest of each kind first. Records of deleted tenants are not found. */
  async find(reader: Principal, text: string): Promise<SearchResult> {
    const scope = reader.tenantIds;
    const q = text.trim();
    const tenants = await this.tenants(scope, q);
    const [events, deliveries, rejected, endpoints] = await Promise.all([
      this.events(reader, q),
      this.deliveries(reader, q),
      this.rejected(scope, q, tenants),
      this.endpoints(reader, q),
    ]);
    const nameOf = await this.tenantNames([events.hits, deliveries, endpoints].flat());
    const named = <Hit extends TenantHit>(hits: Hit[]) =>
      hits.map((hit) => ({ ...hit, tenant_name: nameOf(hit) ?? '' }));
    const kinds: SearchHit[][] = [
      named(events.hits),
      named(deliveries),
      rejected,
      named(endpoints),
      tenants.map(presentTenantHit),
    ];
    return {
      data: kinds.flatMap((hits) => hits.slice(0, MAX_HITS)),
      next_cursor: null,
      truncated: !events.isWhole || kinds.some((hits) => hits.length > MAX_HITS),
    };
  }

  private async events(reader: Principal, q: string) {
    // In the flat format, stream and feed show the event's id as `idk_…`.
    const eventId = parseId('event', q.replace(/^idk_/, 'evt_'));
    const criteria = { eventId, ref: q, limit: LIMIT };
    const { events, isWhole } = await this.records.matching(reader.tenantIds, criteria, reader);
    return { hits: events.map((event) => ({ kind: 'event' as const, ...event })), isWhole };
  }

  private async deliveries(reader: Principal, q: string) {
    const attemptId = parseId('attempt', q);
    const deliveryId =
      attemptId === undefined
        ? // In the flat format, webhooks show the delivery's id as `idk_…`.
          parseId('delivery', q.replace(/^idk_/, 'dlv_'))
        : await findDeliveryOfAttempt(this.source.manager, attemptId);
    const ids = deliveryId === undefined ? [] : [deliveryId];
    const deliveries = await this.deliveryRecords.withIds(reader.tenantIds, ids, reader);
    return deliveries.map((delivery) => ({ kind: 'delivery' as const, ...delivery }));
  }

  private async rejected(scope: Scope, q: string, tenants: readonly TenantHitRow[]) {
    const found = await this.rejectedPublishes.matching(scope, {
      id: parseId('rejected', q),
      ref: q,
      tenantIds: tenants.map(({ id }) => id),
      limit: LIMIT,
    });
    return found.map((publish) => ({ kind: 'rejected' as const, ...publish }));
  }

  private async endpoints(reader: Principal, q: string) {
    const endpointId = parseId('endpoint', q);
    const host = urlHost(q);
    const conditions = new Conditions().within('tenant_id', reader.tenantIds);
    if (endpointId !== undefined) conditions.equals('id', endpointId);
    else if (host !== undefined) {
      // The end makes the host match as a whole; starts_with has no wildcards.
      const starts = ['https', 'http'].flatMap((scheme) =>
        ['/', ':', '?'].map((end) => `${scheme}://${host}${end}`),
      );
      const bound = conditions.bind(starts);
      conditions.add(
        `EXISTS (SELECT FROM unnest(${bound}::text[]) s (start) WHERE starts_with(url, s.start))`,
      );
    } else return [];
    const rows = await searchEndpoints(this.source.manager, conditions, LIMIT);
    const urls = seesAddresses(reader) ? await this.addresses.urls(rows) : [];
    return rows.map((row, position) =>
      presentEndpointHit({ ...row, url: urls[position] ?? row.url }, reader, this.guide),
    );
  }

  private async tenants(scope: Scope, q: string): Promise<TenantHitRow[]> {
    const tenantId = parseId('tenant', q);
    const conditions = new Conditions().within('id', scope);
    if (tenantId === undefined) {
      const bound = conditions.bind(q);
      const refs = conditions.bind(this.texts.wantedNameRefs(q) ?? null);
      conditions.add(
        `(external_id = ${bound} OR name_refs @> ${refs}::uuid[]
          OR (name_refs = '{}' AND strpos(lower(name), lower(${bound})) > 0))`,
      );
    } else conditions.equals('id', tenantId);
    return this.texts.withNames(await searchTenants(this.source.manager, conditions, LIMIT));
  }

  private async tenantNames(
    hits: readonly TenantHit[],
  ): Promise<(hit: TenantHit) => string | null> {
    const idOf = (hit: TenantHit) => parseId('tenant', hit.tenant_id ?? '');
    const ids = new Set(hits.flatMap((hit) => idOf(hit) ?? []));
    const rows = await this.texts.withNames(await findTenants(this.source.manager, [...ids]));
    const names = new Map(rows.map(({ id, name }) => [id, name]));
    return (hit) => names.get(idOf(hit) ?? '') ?? null;
  }
}
