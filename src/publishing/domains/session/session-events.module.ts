import { Module } from '@nestjs/common';
import { SessionEvents } from './session-events.service.js';

/** For modules that publish session events. Needs `PostriderModule` in the application, or `PostriderTestingModule` in a test. */
@Module({ providers: [SessionEvents], exports: [SessionEvents] })
export class SessionEventsModule {}
