import { Module } from '@nestjs/common';
import { AttemptRecorder } from '../queue/index.js';
import { AttemptRecords } from '../records/index.js';
import { CHANNELS_IN_USE } from '../channels/index.js';
import type { Channels } from '../channels/index.js';
import { CATALOGUE } from '../catalogue/index.js';
import type { LiveCatalogue } from '../catalogue/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { HotPool } from '../database/index.js';
import { EventContents, EventsModule } from '../events/index.js';
import { DeliveryModule, PreparedEndpoints } from '../delivery/index.js';
import { EndpointTestController } from './endpoint-test.controller.js';
import { EndpointTest } from './endpoint-test.service.js';

type Parts = [HotPool, EventContents, PreparedEndpoints, Channels, AttemptRecorder];

/** `POST …/endpoints/{id}/test`, for processes that serve the API. */
@Module({
  imports: [DeliveryModule, EventsModule],
  controllers: [EndpointTestController],
  providers: [
    AttemptRecords,
    {
      provide: EndpointTest,
      inject: [
        CATALOGUE,
        SETTINGS,
        HotPool,
        EventContents,
        PreparedEndpoints,
        CHANNELS_IN_USE,
        AttemptRecorder,
      ],
      useFactory: (
        catalogue: LiveCatalogue,
        settings: RunSettings,
        ...[pool, contents, endpoints, channels, recorder]: Parts
      ) =>
        new EndpointTest({ pool, contents, endpoints, channels, recorder }, catalogue, {
          leaseMs: settings.deliveryTimeoutMs + settings.leaseMarginMs,
          scheduleLength: settings.retryScheduleSeconds.length,
        }),
    },
  ],
})
export class EndpointTestModule {}
