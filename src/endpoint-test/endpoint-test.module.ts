import { Module } from '@nestjs/common';
import { DeliveryModule } from '../delivery/index.js';
import { EventsModule } from '../events/index.js';
import { AttemptRecords } from '../records/index.js';
import { EndpointTestController } from './endpoint-test.controller.js';
import { EndpointTest } from './endpoint-test.service.js';

/** `POST …/endpoints/{id}/test`, for processes that serve the API. */
@Module({
  imports: [DeliveryModule, EventsModule],
  controllers: [EndpointTestController],
  providers: [AttemptRecords, EndpointTest],
})
export class EndpointTestModule {}
