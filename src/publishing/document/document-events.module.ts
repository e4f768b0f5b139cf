import { Module } from '@nestjs/common';
import { PublishingModule } from '../publishing.module.js';
import { DocumentEvents } from './document-events.service.js';

/** For modules that publish document events. Needs `PostriderModule` in the application. */
@Module({ imports: [PublishingModule], providers: [DocumentEvents], exports: [DocumentEvents] })
export class DocumentEventsModule {}
