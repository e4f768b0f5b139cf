import { Injectable } from '@nestjs/common';
import { KycWatchlistMatchDetected, KycWatchlistStatusChanged } from '../../../catalogue/index.js';
import { DomainEvents } from '../domain-events.js';
import type { DomainPublishOptions } from '../domain-events.js';
import type { PublishAnswer } from '../../publish-answer.js';

/** Publishes what the monitoring of watchlists finds. */
@Injectable()
export class WatchlistEvents extends DomainEvents {
  /** A new match for a subject was found. */
  matchDetected(
    tenant: string,
    payload: KycWatchlistMatchDetected,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(KycWatchlistMatchDetected, tenant, payload, options);
  }

  /** The status of a monitored subject has changed. */
  statusChanged(
    tenant: string,
    payload: KycWatchlistStatusChanged,
    options?: DomainPublishOptions,
  ): Promise<PublishAnswer> {
    return this.publish(KycWatchlistStatusChanged, tenant, payload, options);
  }
}
