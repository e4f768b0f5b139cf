import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { eventTypeOf } from '../../catalogue/index.js';
import type { PayloadClass } from '../../catalogue/index.js';
import { DomainPublisher } from './domain-publisher.js';
import type { PublishAnswer } from '../publish-answer.js';

export interface DomainPublishOptions {
  /** Joins this transaction: the event exists if and only if that commits. */
  manager?: EntityManager;
  /** The same key and body within 7 days is the same event. */
  idempotencyKey?: string;
  /** What the event is about; by default the id of its own entity. */
  subject?: string;
  /** False: no derived events beside it. */
  derive?: boolean;
}

/**
 * The shared half of the domain modules: publishes a payload under the type that its class
 * describes. `tenant` is an id (`ten_…`) or an external id. Errors as of `DomainPublisher`.
 */
@Injectable()
export abstract class DomainEvents {
  constructor(private readonly publisher: DomainPublisher) {}

  protected publish<Payload extends object>(
    payloadClass: PayloadClass & (new () => Payload),
    tenant: string,
    payload: Payload,
    { manager, ...options }: DomainPublishOptions = {},
  ): Promise<PublishAnswer> {
    const type = eventTypeOf(payloadClass);
    const data = { ...payload } as Record<string, unknown>;
    return this.publisher.publish({ tenantRef: tenant, type, data, ...options }, manager);
  }
}
