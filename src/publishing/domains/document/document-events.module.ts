import { Module } from '@nestjs/common';
import { DocumentEvents } from './document-events.service.js';

/** For modules that publish document events. Needs `PostriderModule` in the application, or `PostriderTestingModule` in a test. */
@Module({ providers: [DocumentEvents], exports: [DocumentEvents] })
export class DocumentEventsModule {}
