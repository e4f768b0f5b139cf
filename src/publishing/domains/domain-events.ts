import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { eventTypeOf } from '../../catalogue/index.js';
import type { PayloadClass } from '../../catalogue/index.js';
import type { PublishAnswer, PublishRequest } from '../publish-contract.js';

/**
 * The publisher behind the domain services: the database in an application, a list in its tests. A
 * rejection is an `AppError`: 404 `not_found`, 409 `idempotency_conflict`, 413 `payload_too_large`,
 * 422 (`validation_failed`, `unknown_event_type`, `event_type_reserved`, `asset_not_allowed`), 503.
 */
export abstract class DomainPublisher {
  /**
   * With a `manager` in its transaction: the event exists if and only if that commits. Without one the
   * event is committed when this resolves.
   */
  abstract publish(request: PublishRequest, manager?: EntityManager): Promise<PublishAnswer>;
}

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

/** Publishes a payload of one type. `tenant` is an id (`ten_…`) or an external id. */
export type PublishMethod<Payload> = (
  tenant: string,
  payload: Payload,
  options?: DomainPublishOptions,
) => Promise<PublishAnswer>;

/** A publish method per payload class, under the same names. */
export type PublishMethods<Classes extends Readonly<Record<string, PayloadClass>>> = {
  readonly [Name in keyof Classes]: PublishMethod<InstanceType<Classes[Name]>>;
};

/**
 * The shared half of the domain services: each of their methods publishes a payload under the type that
 * its class describes. Errors as of `DomainPublisher`.
 *
 * @example
 * await sessionEvents.approved('acme', payload, { manager });
 */
@Injectable()
export abstract class DomainEvents {
  constructor(private readonly publisher: DomainPublisher) {}

  protected method<Payload extends object>(
    payloadClass: PayloadClass & (new () => Payload),
  ): PublishMethod<Payload> {
    const type = eventTypeOf(payloadClass);
    return (tenant, payload, { manager, ...options } = {}) => {
      const data = { ...payload } as Record<string, unknown>;
      return this.publisher.publish({ tenantRef: tenant, type, data, ...options }, manager);
    };
  }

  /** Makes the methods of a group of events: `verificationEvents.dopaResult.confirmed(…)`. */
  protected group<Classes extends Readonly<Record<string, PayloadClass>>>(
    classes: Classes,
  ): PublishMethods<Classes> {
    const methods: unknown = Object.fromEntries(
      Object.entries(classes).map(([name, payloadClass]) => [name, this.method(payloadClass)]),
    );
    return methods as PublishMethods<Classes>;
  }
}
