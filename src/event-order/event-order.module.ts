import { Module } from '@nestjs/common';
import { EventSequencer } from './event-sequencer.js';

/** Provides `EventSequencer`. Needs the database. */
@Module({ providers: [EventSequencer], exports: [EventSequencer] })
export class EventOrderModule {}
