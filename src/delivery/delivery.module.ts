import { Module } from '@nestjs/common';
import { AttemptRecorder } from '../queue/index.js';
import { CHANNELS_IN_USE, ChannelsModule } from '../channels/index.js';
import type { Channels } from '../channels/index.js';
import { CATALOGUE } from '../catalogue/index.js';
import type { LiveCatalogue } from '../catalogue/index.js';
import { LOGGER, systemClock } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { HotPool, Vault } from '../database/index.js';
import {
  AddressHolds,
  EndpointLifecycle,
  EndpointsModule,
  SendingEndpoints,
} from '../endpoints/index.js';
import { EventContents, EventsModule } from '../events/index.js';
import { Metrics } from '../metrics/index.js';
import { DeliveryInputLoader } from './delivery-inputs.js';
import { Deliverer } from './deliverer.service.js';
import { PreparedEndpoints } from './prepared-endpoints.js';
import { RequestPlanner } from './request-planner.service.js';

type DelivererRest = [EndpointLifecycle, AddressHolds, Logger, Metrics, RunSettings];

/** Provides everything between a claim and its record. */
@Module({
  imports: [ChannelsModule, EndpointsModule, EventsModule],
  providers: [
    {
      provide: PreparedEndpoints,
      inject: [SendingEndpoints, CATALOGUE],
      useFactory: (endpoints: SendingEndpoints, catalogue: LiveCatalogue) =>
        new PreparedEndpoints(endpoints, catalogue),
    },
    {
      provide: AttemptRecorder,
      inject: [HotPool, Vault, LOGGER],
      useFactory: (pool: HotPool, vault: Vault, logger: Logger) =>
        new AttemptRecorder(pool, vault, logger),
    },
    {
      provide: DeliveryInputLoader,
      inject: [EventContents, PreparedEndpoints, CATALOGUE, LOGGER],
      useFactory: (
        contents: EventContents,
        endpoints: PreparedEndpoints,
        catalogue: LiveCatalogue,
        logger: Logger,
      ) => new DeliveryInputLoader(contents, endpoints, catalogue, logger),
    },
    {
      provide: RequestPlanner,
      inject: [DeliveryInputLoader, HotPool, LOGGER],
      useFactory: (inputs: DeliveryInputLoader, pool: HotPool, logger: Logger) =>
        new RequestPlanner(inputs, pool, logger),
    },
    {
      provide: Deliverer,
      inject: [
        RequestPlanner,
        CHANNELS_IN_USE,
        AttemptRecorder,
        EndpointLifecycle,
        AddressHolds,
        LOGGER,
        Metrics,
        SETTINGS,
      ],
      useFactory: (
        planner: RequestPlanner,
        channels: Channels,
        recorder: AttemptRecorder,
        ...[lifecycle, holds, logger, metrics, settings]: DelivererRest
      ) =>
        new Deliverer(
          { planner, channels, recorder, lifecycle, holds },
          {
            scheduleSeconds: settings.retryScheduleSeconds,
            clock: systemClock,
            random: Math.random,
            logger,
            metrics,
          },
        ),
    },
  ],
  exports: [ChannelsModule, Deliverer, PreparedEndpoints, AttemptRecorder],
})
export class DeliveryModule {}
