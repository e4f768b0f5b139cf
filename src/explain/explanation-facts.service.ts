import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Reader } from '../auth/index.js';
import { hostOf, parseId, publicId } from '../common/index.js';
import { SealedTexts } from '../database/index.js';
import { lastFailure } from '../endpoints/index.js';
import { DeliveryRecords, EventRecords } from '../records/index.js';
import type { EventDto, EventRef } from '../records/index.js';
import type { EndpointState } from './explain-endpoints.js';
import type { Change, EndpointFacts, EventFacts } from './facts.js';
import {
  countWaiting,
  findChanges,
  findEndpoints,
  findHolds,
  workerSeenAt,
} from './facts.query.js';
import type { ChangeRow, EndpointRow } from './facts.query.js';

/** Loads what explanations are made of. */
@Injectable()
export class ExplanationFacts {
  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Inject(EventRecords) private readonly events: EventRecords,
    @Inject(DeliveryRecords) private readonly deliveries: DeliveryRecords,
    @Inject(SealedTexts) private readonly texts: SealedTexts,
  ) {}

  /** Throws 404 where the tenant has no such event. */
  async event(ref: EventRef, tenantName: string, reader: Reader): Promise<EventFacts> {
    const { manager } = this.source;
    const event = await this.events.get(ref, reader);
    const { deliveries } = event;
    const blockerIds = deliveries.flatMap(({ blocked_by: id }) => idsOf('delivery', id));
    const onHold = deliveries.filter(({ reason }) => reason === 'address_on_hold');
    const skipped = deliveries.filter(({ reason }) => reason === 'operator_skipped');
    const [endpoints, blockers, holds, changes, seenAt] = await Promise.all([
      this.endpoints(endpointsOf(event)),
      this.deliveries.withIds([ref.tenantId], blockerIds, reader),
      findHolds(
        manager,
        onHold.flatMap(({ id }) => idsOf('delivery', id)),
      ),
      this.changes(
        ref.tenantId,
        skipped.map(({ id }) => id),
      ),
      workerSeenAt(manager),
    ]);
    return {
      event,
      tenantName,
      endpoints: new Map(endpoints.map((endpoint) => [endpoint.id, endpoint])),
      blockers: new Map(blockers.map((blocker) => [blocker.id, blocker])),
      holds: new Map(
        holds.map(({ delivery_id, reason }) => [publicId('delivery', delivery_id), reason]),
      ),
      changes,
      workerSeenAt: seenAt?.toISOString() ?? null,
      now: new Date(),
    };
  }

  /** How endpoints (UUIDs) are, in no order. */
  async states(endpointIds: readonly string[]): Promise<EndpointState[]> {
    const { manager } = this.source;
    const endpoints = await this.endpoints(endpointIds);
    return Promise.all(
      endpoints.map(async (endpoint) => {
        const [id = ''] = idsOf('endpoint', endpoint.id);
        const [failure, waiting] = await Promise.all([
          endpoint.failingSince === null ? null : lastFailure(manager, id),
          countWaiting(manager, id),
        ]);
        return { endpoint, lastFailure: failure, waiting };
      }),
    );
  }

  private async endpoints(endpointIds: readonly string[]): Promise<EndpointFacts[]> {
    if (endpointIds.length === 0) return [];
    const found = await findEndpoints(this.source.manager, endpointIds);
    const rows = await this.texts.withTenantNames(found);
    const changes = new Map<string, readonly Change[]>();
    for (const tenantId of new Set(rows.map(({ tenant_id }) => tenant_id))) {
      const own = rows.filter(({ tenant_id }) => tenant_id === tenantId);
      const targets = own.map(({ id }) => publicId('endpoint', id));
      for (const [target, found] of await this.changes(tenantId, targets)) {
        changes.set(target, found);
      }
    }
    return rows.map((row) => factsOf(row, changes.get(publicId('endpoint', row.id)) ?? []));
  }

  /** By target (public id), newest first. */
  private async changes(
    tenantId: string,
    targets: readonly string[],
  ): Promise<Map<string, Change[]>> {
    const byTarget = new Map<string, Change[]>();
    if (targets.length === 0) return byTarget;
    for (const row of await findChanges(this.source.manager, tenantId, targets)) {
      byTarget.set(row.target, [...(byTarget.get(row.target) ?? []), changeOf(row)]);
    }
    return byTarget;
  }
}

function idsOf(kind: 'delivery' | 'endpoint', publicIdText: string | null): string[] {
  const id = publicIdText === null ? undefined : parseId(kind, publicIdText);
  return id === undefined ? [] : [id];
}

function endpointsOf({ deliveries, unsent }: EventDto): string[] {
  const ids = [...deliveries, ...unsent].flatMap(({ endpoint_id: id }) => idsOf('endpoint', id));
  return [...new Set(ids)];
}

function changeOf({ id, at, actor, role, action, reason, details }: ChangeRow): Change {
  const stated = details['reason'];
  const said =
    reason ?? (action === 'endpoint.updated' && typeof stated === 'string' ? stated : null);
  return {
    id: publicId('audit', id),
    at: at.toISOString(),
    actor,
    role,
    action,
    reason: said,
    details,
  };
}

function factsOf(row: EndpointRow, changes: readonly Change[]): EndpointFacts {
  const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
  return {
    id: publicId('endpoint', row.id),
    tenantId: publicId('tenant', row.tenant_id),
    tenantName: row.tenant_name,
    channel: row.channel,
    host: hostOf(row.url),
    status: row.status,
    disabledReason: row.disabled_reason,
    eventTypes: row.event_types,
    environment: row.environment,
    format: row.format,
    rateLimit: row.rate_limit_per_second,
    isDeleted: row.deleted_at !== null,
    lastSuccessAt: iso(row.last_success_at),
    failingSince: iso(row.failing_since),
    heldBackUntil: iso(row.held_back_until),
    openUntil: iso(row.open_until),
    changes,
  };
}
