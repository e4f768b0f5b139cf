import { Injectable, Module } from '@nestjs/common';
import { KycWatchlistMatchDetected, KycWatchlistStatusChanged } from '../../catalogue/index.js';
import { DomainEvents } from './domain-events.js';

/** Publishes what the monitoring of watchlists finds. */
@Injectable()
export class WatchlistEvents extends DomainEvents {
  /** A new match for a subject was found. */
  readonly matchDetected = this.method(KycWatchlistMatchDetected);

  /** The status of a monitored subject has changed. */
  readonly statusChanged = this.method(KycWatchlistStatusChanged);
}

/** For modules that publish watchlist events. Needs `PostriderModule` in the application, or `PostriderTestingModule` in a test. */
@Module({ providers: [WatchlistEvents], exports: [WatchlistEvents] })
export class WatchlistEventsModule {}
