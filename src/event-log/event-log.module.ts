import { Module } from '@nestjs/common';
import { EventLogWriter } from './event-log-writer.js';

/** Provides `EventLogWriter`. Needs the database. */
@Module({ providers: [EventLogWriter], exports: [EventLogWriter] })
export class EventLogModule {}
