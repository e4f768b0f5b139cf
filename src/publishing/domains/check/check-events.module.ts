import { Module } from '@nestjs/common';
import { CheckEvents } from './check-events.service.js';

/** For modules that publish check events. Needs `PostriderModule` in the application, or `PostriderTestingModule` in a test. */
@Module({ providers: [CheckEvents], exports: [CheckEvents] })
export class CheckEventsModule {}
