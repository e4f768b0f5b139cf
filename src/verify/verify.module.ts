import { Module } from '@nestjs/common';
import { DeliveryModule } from '../delivery/index.js';
import { EndpointsApiModule, EndpointsModule } from '../endpoints/index.js';
import { EventsModule } from '../events/index.js';
import { InspectionModule } from '../records/index.js';
import { VerifyController } from './verify.controller.js';
import { Verifications } from './verify.service.js';

/** `POST …/deliveries/{id}/verify`. Needs database and auth. */
@Module({
  imports: [DeliveryModule, EndpointsApiModule, EndpointsModule, EventsModule, InspectionModule],
  controllers: [VerifyController],
  providers: [Verifications],
})
export class VerifyModule {}
