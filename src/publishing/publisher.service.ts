import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { requireAllowedAssets } from '../assets/index.js';
import { AppError, isRefusedRow, tenantDeleting, unavailable } from '../common/index.js';
import { EventValidator } from './event-validator.js';
import type { PreparedEvent, PreparedPublish } from './event-validator.js';
import {
  answerOf,
  answerOfFirst,
  noTenant,
  parsePublishRequest,
  refuseOwnType,
} from './publish-contract.js';
import type { PublishAnswer, PublishRequest, ReadPublish } from './publish-contract.js';
import { PublishQueue } from './publish-queue.js';
import { Rejections } from './rejections/rejections.js';
import type { Origin } from './rejections/rejection-writer.js';
import { TransactionalStore } from './store/transactional-store.js';
import { TenantRouteCache } from './tenant-route-cache.js';

/** Tenants (UUIDs) that the caller may publish for; null means all. */
export type PublishScope = readonly string[] | null;

const MODULE: Origin = { source: 'module', keyId: null };
const TRANSACTION: Origin = { source: 'transaction', keyId: null };

/**
 * Publishes events. Resolves only after the commit. Errors: 404 `not_found`, 409 `idempotency_conflict`,
 * 410 `tenant_deleting`, 413 `payload_too_large` and 422 mean that no event was made; after a 503 one may have been, where the
 * connection was lost in the commit. What is refused for its content (413, 422) is kept for a week
 * (`GET /v1/rejected`), except by `republish` and `publishNotice`.
 *
 * @example
 * const { id } = await publisher.publish({ tenantRef: 'acme', type: 'session.approved', data });
 */
@Injectable()
export class Publisher {
  constructor(
    private readonly validator: EventValidator,
    private readonly tenants: TenantRouteCache,
    private readonly queue: PublishQueue,
    private readonly transactional: TransactionalStore,
    private readonly rejections: Rejections,
  ) {}

  async publish(
    request: PublishRequest,
    scope: PublishScope = null,
    origin: Origin = MODULE,
  ): Promise<PublishAnswer> {
    const store = await this.prepare(request, scope, origin);
    return store();
  }

  /** Checks a body of the API and returns the function that stores its event. */
  async prepareBody(
    { body, error }: ReadPublish,
    scope: PublishScope,
    origin: Origin,
  ): Promise<() => Promise<PublishAnswer>> {
    let request: PublishRequest;
    try {
      if (error) throw error;
      request = parsePublishRequest(body);
    } catch (refusal) {
      await this.rejections.keep(refusal, { body, scope, origin });
      throw refusal;
    }
    return this.prepare(request, scope, origin);
  }

  /**
   * Writes the event in the caller's transaction: it exists if and only if that commits. Fan-out
   * and sequence follow after the commit, so `deliveries` is 0 here. A refusal is kept whatever
   * becomes of the transaction.
   */
  async publishWithin(manager: EntityManager, request: PublishRequest): Promise<PublishAnswer> {
    try {
      refuseOwnType(request.type);
      return await this.storeWithin(manager, request, null);
    } catch (error) {
      await this.rejections.keep(error, {
        body: bodyOf(request),
        scope: null,
        origin: TRANSACTION,
      });
      throw error;
    }
  }

  /** Publishes what was refused once and is kept already. */
  async republish(request: PublishRequest): Promise<PublishAnswer> {
    refuseOwnType(request.type);
    return this.store(await this.validate(request, null), null);
  }

  /**
   * Publishes what Postrider itself says of an endpoint (UUID), which does not get it. Otherwise as
   * `publishWithin`.
   */
  publishNotice(
    manager: EntityManager,
    request: PublishRequest,
    endpointId: string,
  ): Promise<PublishAnswer> {
    return this.storeWithin(manager, request, endpointId);
  }

  private async prepare(
    request: PublishRequest,
    scope: PublishScope,
    origin: Origin,
  ): Promise<() => Promise<PublishAnswer>> {
    const keep = async (error: unknown): Promise<never> => {
      await this.rejections.keep(error, { body: bodyOf(request), scope, origin });
      throw error;
    };
    try {
      refuseOwnType(request.type);
      const prepared = await this.validate(request, scope);
      return () => this.store(prepared, scope).catch(keep);
    } catch (error) {
      return keep(error);
    }
  }

  private async validate(request: PublishRequest, scope: PublishScope): Promise<PreparedPublish> {
    if (scope) await this.requireScope(request.tenantRef, scope);
    const publish = await this.validator.validate(request);
    const { event } = publish;
    if (event.assets.length > 0) await this.requireOwnAssets(event);
    return publish;
  }

  private async store(publish: PreparedPublish, scope: PublishScope): Promise<PublishAnswer> {
    const { event } = publish;
    const outcome = await this.queue.store(publish, scope).catch(refuse);
    if (outcome.kind === 'no_tenant') throw noTenant();
    if (outcome.kind === 'tenant_deleting') throw tenantDeleting();
    if (outcome.kind === 'duplicate') return answerOfFirst(event, outcome.first);
    return answerOf(event, outcome.deliveries);
  }

  private async storeWithin(
    manager: EntityManager,
    request: PublishRequest,
    aboutEndpointId: string | null,
  ): Promise<PublishAnswer> {
    const tenantId = await this.transactional.tenantOf(manager, request.tenantRef);
    if (tenantId === undefined) throw noTenant();
    const { event, derived } = await this.validator.validate(request);
    requireAllowedAssets(event.assets, tenantId);
    const first = await this.transactional.store(manager, tenantId, event, aboutEndpointId);
    if (first) return answerOfFirst(event, first);
    for (const effect of derived) await this.transactional.store(manager, tenantId, effect);
    return answerOf(event, 0);
  }

  /** Derived events refer to no other assets. */
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

  /** Looks the reference up anew where the tenant that is known does not fit: references may move. */
  private async tenantOf(ref: string, fits: (tenantId: string) => boolean): Promise<string> {
    const known = await this.tenants.find(ref).catch(refuse);
    if (known && fits(known.tenantId)) return known.tenantId;
    this.tenants.forget(ref);
    const tenant = await this.tenants.find(ref).catch(refuse);
    if (!tenant) throw noTenant();
    return tenant.tenantId;
  }
}

/** The request as the API takes it. */
function bodyOf({ tenantRef, type, data, idempotencyKey, ...others }: PublishRequest): object {
  return { tenant_id: tenantRef, type, data, idempotency_key: idempotencyKey, ...others };
}

/** A row that the database refuses is the publisher's to mend; every other error is ours. */
function refuse(cause: unknown): never {
  if (cause instanceof AppError) throw cause;
  if (isRefusedRow(cause)) {
    const message = 'The database refuses this event; nothing was kept.';
    throw new AppError('not_storable', 422, { message }, { cause });
  }
  throw unavailable('The event could not be stored; publish it again.', cause);
}
