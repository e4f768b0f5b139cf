import { Module } from '@nestjs/common';
import { PublishingModule } from '../publishing.module.js';
import { CheckEvents } from './check-events.service.js';

/** For modules that publish check events. Needs `PostriderModule` in the application. */
@Module({ imports: [PublishingModule], providers: [CheckEvents], exports: [CheckEvents] })
export class CheckEventsModule {}
