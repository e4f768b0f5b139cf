import { Module } from '@nestjs/common';
import { AttemptRecords } from './attempt-records.service.js';
import { DeliveriesController } from './deliveries.controller.js';
import { DeliveryControl } from './delivery-control.service.js';
import { DeliveryRecords } from './delivery-records.service.js';
import { EndpointsModule } from '../endpoints/index.js';
import { EventsModule } from '../events/index.js';
import { EventData } from './event-data.service.js';
import { EventRendering } from './event-rendering.js';
import { EventRecords } from './event-records.service.js';
import { EventsController, SubjectsController } from './events.controller.js';
import { Reveals } from './reveals.service.js';
import { SubjectRecords } from './subject-records.service.js';
import { SupportController } from './support.controller.js';

/** The routes of events, deliveries, and attempts. Needs database and auth. */
@Module({
  imports: [EndpointsModule, EventsModule],
  controllers: [EventsController, SubjectsController, DeliveriesController, SupportController],
  providers: [
    AttemptRecords,
    DeliveryControl,
    DeliveryRecords,
    EventData,
    EventRecords,
    EventRendering,
    Reveals,
    SubjectRecords,
  ],
  exports: [DeliveryRecords, EventRecords],
})
export class InspectionModule {}
