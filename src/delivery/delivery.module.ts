import { Module } from '@nestjs/common';
import { ChannelsModule } from '../channels/index.js';
import { EndpointsModule } from '../endpoints/index.js';
import { EventsModule } from '../events/index.js';
import { AttemptRecorder, EndpointSightings, SuccessReports } from '../queue/index.js';
import { Deliverer } from './deliverer.service.js';
import {
  DeliveryInputLoader,
  PreparedEndpoints,
  RequestPlanner,
} from './request-planner.service.js';

/** Provides everything between a claim and its record. */
@Module({
  imports: [ChannelsModule, EndpointsModule, EventsModule],
  providers: [
    AttemptRecorder,
    SuccessReports,
    EndpointSightings,
    Deliverer,
    DeliveryInputLoader,
    PreparedEndpoints,
    RequestPlanner,
  ],
  exports: [
    ChannelsModule,
    AttemptRecorder,
    SuccessReports,
    EndpointSightings,
    Deliverer,
    PreparedEndpoints,
  ],
})
export class DeliveryModule {}
