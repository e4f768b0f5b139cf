import { Module } from '@nestjs/common';
import { PublishingModule } from '../publishing.module.js';
import { WatchlistEvents } from './watchlist-events.service.js';

/** For modules that publish watchlist events. Needs `PostriderModule` in the application. */
@Module({ imports: [PublishingModule], providers: [WatchlistEvents], exports: [WatchlistEvents] })
export class WatchlistEventsModule {}
