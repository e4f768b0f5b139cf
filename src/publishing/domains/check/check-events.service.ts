import { Injectable } from '@nestjs/common';
import {
  CheckCompleted,
  CheckMatched,
  CheckMonitoringClear,
  CheckMonitoringNewHits,
} from '../../../catalogue/index.js';
import { DomainEvents } from '../domain-events.js';
import type { DomainPublishOptions } from '../domain-events.js';
import type { PublishAnswer } from '../../publish-answer.js';

/** Publishes what screening checks and their monitoring find. */
@Injectable()
export class CheckEvents extends DomainEvents {
  /** A screening check finished, with or without hits. */
  completed(
    tenant: string,
    payload: CheckCompleted,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(CheckCompleted, tenant, payload, options);
  }

  /** A screening check found matches. */
  matched(
    tenant: string,
    payload: CheckMatched,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(CheckMatched, tenant, payload, options);
  }

  /** Monitoring found new matches. */
  monitoringNewHits(
    tenant: string,
    payload: CheckMonitoringNewHits,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(CheckMonitoringNewHits, tenant, payload, options);
  }

  /** A monitoring run found nothing new. */
  monitoringClear(
    tenant: string,
    payload: CheckMonitoringClear,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(CheckMonitoringClear, tenant, payload, options);
  }
}
