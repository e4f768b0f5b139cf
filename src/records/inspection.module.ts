import { Module } from '@nestjs/common';
import { AttemptRecords } from './attempt-records.service.js';
import { DeliveriesController } from './deliveries.controller.js';
import { DeliveryControl } from './delivery-control.service.js';
import { DeliveryRecords } from './delivery-records.service.js';
import { EventContents } from './event-contents.js';
import { EventRecords } from './event-records.service.js';
import { EventRendering } from './event-rendering.js';
import { EventsController } from './events.controller.js';
import { SubjectRecords } from './subject-records.service.js';
import { SubjectsController } from './subjects.controller.js';
import { SupportController } from './support.controller.js';

/** The routes of events, deliveries, and attempts. Needs database and auth. */
@Module({
  controllers: [EventsController, SubjectsController, DeliveriesController, SupportController],
  providers: [
    AttemptRecords,
    DeliveryControl,
    DeliveryRecords,
    EventContents,
    EventRecords,
    EventRendering,
    SubjectRecords,
  ],
  exports: [DeliveryRecords, EventRecords],
})
export class InspectionModule {}
