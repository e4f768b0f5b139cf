import { Module } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { LOGGER } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { Dispatcher, DispatchModule } from '../delivery/index.js';
import { EndpointLifecycle, EndpointsModule } from '../endpoints/index.js';
import { Publisher, PublishingModule } from '../publishing/index.js';
import { EndpointMonitor } from './endpoint-monitor.service.js';
import { FailingEndpoints } from './failing-endpoints.js';
import { NoticePublisher } from './notice-publisher.js';
import { monitorRules } from './next-step.js';

/** A worker counts as delivering while its last claim was answered within this time. */
const DELIVERING_MS = 10_000;

/** Provides `EndpointMonitor`, not yet started. */
@Module({
  imports: [EndpointsModule, PublishingModule, DispatchModule],
  providers: [
    {
      provide: FailingEndpoints,
      inject: [getDataSourceToken(), EndpointLifecycle, SETTINGS, LOGGER],
      useFactory: (
        source: DataSource,
        lifecycle: EndpointLifecycle,
        { disableAfterMs }: RunSettings,
        logger: Logger,
      ) => new FailingEndpoints(source, lifecycle, monitorRules(disableAfterMs), logger),
    },
    {
      provide: NoticePublisher,
      inject: [getDataSourceToken(), Publisher, LOGGER],
      useFactory: (source: DataSource, events: Publisher, logger: Logger) =>
        new NoticePublisher(source, events, logger),
    },
    {
      provide: EndpointMonitor,
      inject: [
        getDataSourceToken(),
        FailingEndpoints,
        NoticePublisher,
        Dispatcher,
        SETTINGS,
        LOGGER,
      ],
      useFactory: (
        source: DataSource,
        failing: FailingEndpoints,
        notices: NoticePublisher,
        ...[dispatcher, { disableAfterMs }, logger]: [Dispatcher, RunSettings, Logger]
      ) =>
        new EndpointMonitor(source, failing, notices, {
          checkEveryMs: monitorRules(disableAfterMs).checkEveryMs,
          isDelivering: () => dispatcher.millisSinceLastClaim(Date.now()) <= DELIVERING_MS,
          logger,
        }),
    },
  ],
  exports: [EndpointMonitor, FailingEndpoints, NoticePublisher],
})
export class EndpointMonitorModule {}
