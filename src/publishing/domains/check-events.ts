import { Injectable, Module } from '@nestjs/common';
import {
  CheckCompleted,
  CheckMatched,
  CheckMonitoringClear,
  CheckMonitoringNewHits,
} from '../../catalogue/index.js';
import { DomainEvents } from './domain-events.js';

/** Publishes what screening checks and their monitoring find. */
@Injectable()
export class CheckEvents extends DomainEvents {
  /** A screening check finished, with or without hits. */
  readonly completed = this.method(CheckCompleted);

  /** A screening check found matches. */
  readonly matched = this.method(CheckMatched);

  /** Monitoring found new matches. */
  readonly monitoringNewHits = this.method(CheckMonitoringNewHits);

  /** A monitoring run found nothing new. */
  readonly monitoringClear = this.method(CheckMonitoringClear);
}

/** For modules that publish check events. Needs `PostriderModule` in the application, or `PostriderTestingModule` in a test. */
@Module({ providers: [CheckEvents], exports: [CheckEvents] })
export class CheckEventsModule {}
