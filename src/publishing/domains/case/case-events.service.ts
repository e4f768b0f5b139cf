import { Injectable } from '@nestjs/common';
import {
  CaseApproved,
  CaseClaimed,
  CaseCreated,
  CaseEscalated,
  CaseRejected,
} from '../../../catalogue/index.js';
import { DomainEvents } from '../domain-events.js';
import type { DomainPublishOptions } from '../domain-events.js';
import type { PublishAnswer } from '../../publish-answer.js';

/** Publishes how cases of manual review go. A decision publishes the outcome of its session too. */
@Injectable()
export class CaseEvents extends DomainEvents {
  /** A session was handed to reviewers. */
  created(
    tenant: string,
    payload: CaseCreated,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(CaseCreated, tenant, payload, options);
  }

  /** A reviewer took the case on. */
  claimed(
    tenant: string,
    payload: CaseClaimed,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(CaseClaimed, tenant, payload, options);
  }

  /** A reviewer approved the case. */
  approved(
    tenant: string,
    payload: CaseApproved,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(CaseApproved, tenant, payload, options);
  }

  /** A reviewer rejected the case. */
  rejected(
    tenant: string,
    payload: CaseRejected,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(CaseRejected, tenant, payload, options);
  }

  /** The case was passed on to somebody who may decide it. */
  escalated(
    tenant: string,
    payload: CaseEscalated,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(CaseEscalated, tenant, payload, options);
  }
}
