import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { requireAllowedAssets } from '../assets/index.js';
import { AppError, isRefusedRow, publicId, unavailable } from '../common/index.js';
import { EventStore } from './store/event-store.js';
import type { FirstRow } from './store/find-first.query.js';
import { EventPreparer } from './prepare-event.js';
import type { PreparedEvent, PreparedPublish } from './prepare-event.js';
import { idempotencyConflict, noTenant } from './publish-answer.js';
import type { PublishAnswer } from './publish-answer.js';
import type { PublishRequest } from './publish-request.js';
import { TenantRouteCache } from './tenant-route-cache.js';
import { TransactionalStore } from './store/transactional-store.js';

/** Tenants (UUIDs) that the caller may publish for; null means all. */
export type PublishScope = readonly string[] | null;

/**
 * The way of an event from request to commit; refusals leave no trace. Answers only after the commit;
 * a rejection is an AppError and means that nothing was kept: 404 `not_found`, 409 `idempotency_conflict`,
 * 413 `payload_too_large`, 422; after a 503 it may have been, where the connection was lost in the commit.
 */
@Injectable()
export class EventPublisher {
  constructor(
    private readonly preparer: EventPreparer,
    private readonly tenants: TenantRouteCache,
    private readonly events: EventStore,
    private readonly transactional: TransactionalStore,
  ) {}

  async publish(request: PublishRequest, scope: PublishScope = null): Promise<PublishAnswer> {
    return this.store(await this.prepare(request, scope), scope);
  }

  /** Checks it; nothing is kept yet. */
  async prepare(request: PublishRequest, scope: PublishScope): Promise<PreparedPublish> {
    if (scope) await this.requireScope(request.tenantRef, scope);
    const publish = await this.preparer.prepare(request);
    const { event } = publish;
    if (event.assets.length > 0) await this.requireOwnAssets(event);
    return publish;
  }

  async store(publish: PreparedPublish, scope: PublishScope): Promise<PublishAnswer> {
    const { event } = publish;
    const outcome = await this.events.store(publish, scope).catch(refuse);
    if (outcome.kind === 'no_tenant') throw noTenant();
    if (outcome.kind === 'duplicate') return answerOfFirst(event, outcome.first);
    return answer(event, outcome.deliveries);
  }

  /**
   * Writes the event in the caller's transaction: it exists if and only if that commits. Fan-out
   * and sequence follow after the commit, so `deliveries` is 0 here. The endpoint (UUID) that it is
   * about does not get it.
   */
  async publishWithin(
    manager: EntityManager,
    request: PublishRequest,
    aboutEndpointId: string | null = null,
  ): Promise<PublishAnswer> {
    const tenantId = await this.transactional.tenantOf(manager, request.tenantRef);
    if (tenantId === undefined) throw noTenant();
    const { event, derived } = await this.preparer.prepare(request);
    requireAllowedAssets(event.assets, tenantId);
    const first = await this.transactional.store(manager, tenantId, event, aboutEndpointId);
    if (first) return answerOfFirst(event, first);
    for (const effect of derived) await this.transactional.store(manager, tenantId, effect);
    return answer(event, 0);
  }

  /** What it brings along refers to no others. */
  private async requireOwnAssets({ assets, tenantRef }: PreparedEvent): Promise<void> {
    const isOwn = (tenantId: string): boolean => {
      try {
        requireAllowedAssets(assets, tenantId);
        return true;
      } catch {
        return false;
      }
    };
    requireAllowedAssets(assets, await this.tenantOf(tenantRef, isOwn));
  }

  private async requireScope(tenantRef: string, scope: readonly string[]): Promise<void> {
    const inScope = (tenantId: string): boolean => scope.includes(tenantId);
    if (!inScope(await this.tenantOf(tenantRef, inScope))) throw noTenant();
  }

  /** By reference; looked up anew where what is known does not fit, for a reference may move. */
  private async tenantOf(ref: string, fits: (tenantId: string) => boolean): Promise<string> {
    const known = await this.tenants.find(ref).catch(refuse);
    if (known && fits(known.tenantId)) return known.tenantId;
    this.tenants.forget(ref);
    const tenant = await this.tenants.find(ref).catch(refuse);
    if (!tenant) throw noTenant();
    return tenant.tenantId;
  }
}

function answer(event: PreparedEvent, deliveries: number): PublishAnswer {
  return {
    id: publicId('event', event.id),
    type: event.type,
    created: Math.floor(event.createdAt.getTime() / 1000),
    deliveries,
    duplicate: false,
  };
}

function answerOfFirst(event: PreparedEvent, first: FirstRow): PublishAnswer {
  if (first.fingerprint && !event.idempotency?.fingerprint.equals(first.fingerprint)) {
    throw idempotencyConflict();
  }
  return {
    id: publicId('event', first.id),
    type: first.type,
    created: Math.floor(first.created_at.getTime() / 1000),
    deliveries: first.deliveries,
    duplicate: true,
  };
}

/** What the database refuses for the row's own sake is the publisher's to mend, all else ours. */
function refuse(cause: unknown): never {
  if (cause instanceof AppError) throw cause;
  if (isRefusedRow(cause)) {
    const message = 'The database refuses this event; nothing was kept.';
    throw new AppError('not_storable', 422, { message }, { cause });
  }
  throw unavailable('The event could not be stored; publish it again.', cause);
}
