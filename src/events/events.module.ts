import { Module } from '@nestjs/common';
import { EventContents } from './event-contents.js';

/** Provides `EventContents`. Needs the database. */
@Module({ providers: [EventContents], exports: [EventContents] })
export class EventsModule {}
