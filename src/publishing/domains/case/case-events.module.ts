import { Module } from '@nestjs/common';
import { CaseEvents } from './case-events.service.js';

/** For modules that publish case events. Needs `PostriderModule` in the application, or `PostriderTestingModule` in a test. */
@Module({ providers: [CaseEvents], exports: [CaseEvents] })
export class CaseEventsModule {}
