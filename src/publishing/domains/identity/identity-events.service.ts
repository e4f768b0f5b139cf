import { Injectable } from '@nestjs/common';
import { IdentityCreated, IdentityUpdated } from '../../../catalogue/index.js';
import { DomainEvents } from '../domain-events.js';
import type { DomainPublishOptions } from '../domain-events.js';
import type { PublishAnswer } from '../../publish-answer.js';

/** Publishes what happens to identity records. Only the caller knows whether a person is new. */
@Injectable()
export class IdentityEvents extends DomainEvents {
  /** The first session of a person created the record. */
  created(
    tenant: string,
    payload: IdentityCreated,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(IdentityCreated, tenant, payload, options);
  }

  /** A later session of the same person updated the record. */
  updated(
    tenant: string,
    payload: IdentityUpdated,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(IdentityUpdated, tenant, payload, options);
  }
}
