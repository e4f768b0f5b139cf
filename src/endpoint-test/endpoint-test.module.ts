import { Module } from '@nestjs/common';
import { DeliveryModule } from '../delivery/index.js';
import { EndpointsApiModule, EndpointsModule } from '../endpoints/index.js';
import { EventsModule } from '../events/index.js';
import { InspectionModule } from '../records/index.js';
import { EndpointTestController } from './endpoint-test.controller.js';
import { EndpointTest } from './endpoint-test.service.js';
import { PreviewController } from './preview.controller.js';
import { EndpointPreview } from './preview.service.js';

/** `POST …/endpoints/{id}/test` and `…/endpoints/preview`, for processes that serve the API. */
@Module({
  imports: [DeliveryModule, EndpointsApiModule, EndpointsModule, EventsModule, InspectionModule],
  controllers: [EndpointTestController, PreviewController],
  providers: [EndpointPreview, EndpointTest],
})
export class EndpointTestModule {}
