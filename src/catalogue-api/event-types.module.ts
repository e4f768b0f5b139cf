import { Module } from '@nestjs/common';
import { EventTypesController } from './event-types.controller.js';

/** The routes of event types. Needs the catalogue and auth. */
@Module({ controllers: [EventTypesController] })
export class EventTypesModule {}
