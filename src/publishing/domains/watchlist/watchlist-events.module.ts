import { Module } from '@nestjs/common';
import { WatchlistEvents } from './watchlist-events.service.js';

/** For modules that publish watchlist events. Needs `PostriderModule` in the application, or `PostriderTestingModule` in a test. */
@Module({ providers: [WatchlistEvents], exports: [WatchlistEvents] })
export class WatchlistEventsModule {}
