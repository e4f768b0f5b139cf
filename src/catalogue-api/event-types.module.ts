import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { EventTypeRegistry } from './event-type-registry.service.js';
import { EventTypesController } from './event-types.controller.js';

/** Provides the routes of event types. Needs the catalogue and the database. */
@Module({
  imports: [AuthModule],
  controllers: [EventTypesController],
  providers: [EventTypeRegistry],
})
export class EventTypesModule {}
