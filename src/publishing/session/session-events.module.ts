import { Module } from '@nestjs/common';
import { PublishingModule } from '../publishing.module.js';
import { SessionEvents } from './session-events.service.js';

/** For modules that publish session events. Needs `PostriderModule` in the application. */
@Module({ imports: [PublishingModule], providers: [SessionEvents], exports: [SessionEvents] })
export class SessionEventsModule {}
