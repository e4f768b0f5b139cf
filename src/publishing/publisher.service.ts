import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EventPublisher } from './event-publisher.js';
import type { PublishScope } from './event-publisher.js';
import type { PublishAnswer } from './publish-answer.js';
import type { PublishRequest } from './publish-request.js';
import { refuseOwnType } from './refuse-own-type.js';
import { Rejections } from './rejections/rejections.js';
import type { Origin } from './rejections/rejection-writer.js';

/**
 * Publishes events. Answers only after the commit; a rejection is an AppError and means that no
 * event was made: 404 `not_found`, 409 `idempotency_conflict`, 413 `payload_too_large`, 422, 503.
 * What is refused for its content (413, 422) is kept for a week: see `GET /v1/rejected`.
 */
@Injectable()
export class Publisher {
  constructor(
    private readonly events: EventPublisher,
    private readonly rejections: Rejections,
  ) {}

  async publish(
    request: PublishRequest,
    scope: PublishScope = null,
    origin: Origin = { source: 'module', keyId: null },
  ): Promise<PublishAnswer> {
    const store = await this.prepare(request, scope, origin);
    return store();
  }

  /** The first half of `publish`: what it costs to check the event is spent; the second half is returned. */
  async prepare(
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
      const prepared = await this.events.prepare(request, scope);
      return () => this.events.store(prepared, scope).catch(keep);
    } catch (error) {
      return keep(error);
    }
  }

  /**
   * Writes the event in the caller's transaction: it exists if and only if that commits. Fan-out
   * and sequence follow after the commit, so `deliveries` is 0 here. A refusal is kept whatever
   * becomes of the transaction.
   */
  async publishWithin(manager: EntityManager, request: PublishRequest): Promise<PublishAnswer> {
    try {
      refuseOwnType(request.type);
      return await this.events.publishWithin(manager, request);
    } catch (error) {
      const origin: Origin = { source: 'transaction', keyId: null };
      await this.rejections.keep(error, { body: bodyOf(request), scope: null, origin });
      throw error;
    }
  }
}

/** The request as the API takes it. */
function bodyOf({ tenantRef, type, data, idempotencyKey, ...others }: PublishRequest): object {
  return { tenant_id: tenantRef, type, data, idempotency_key: idempotencyKey, ...others };
}
