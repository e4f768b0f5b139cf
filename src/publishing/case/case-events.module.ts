import { Module } from '@nestjs/common';
import { PublishingModule } from '../publishing.module.js';
import { CaseEvents } from './case-events.service.js';

/** For modules that publish case events. Needs `PostriderModule` in the application. */
@Module({ imports: [PublishingModule], providers: [CaseEvents], exports: [CaseEvents] })
export class CaseEventsModule {}
