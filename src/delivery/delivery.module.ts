import { readFileSync } from 'node:fs';
import { Module } from '@nestjs/common';
import { AssetLinks } from '../assets/index.js';
import { AttemptRecorder } from '../attempts/index.js';
import { CATALOGUE } from '../catalogue/index.js';
import type { LiveCatalogue } from '../catalogue/index.js';
import { LOGGER, systemClock } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { HotPool, Vault } from '../database/index.js';
import { EndpointLifecycle, EndpointsModule, SendingEndpoints } from '../endpoints/index.js';
import { Metrics } from '../metrics/index.js';
import { DeliveryInputLoader } from './delivery-inputs.js';
import { Deliverer } from './deliverer.service.js';
import { EventsToSend } from './events-to-send.js';
import { PreparedEndpoints } from './prepared-endpoints.js';
import { RequestPlanner } from './request-planner.service.js';
import { createSender, parseCidrs } from './transport/index.js';
import { WebhookChannel } from './webhook-channel.js';

const SENDER = Symbol('sender');

/** Provides everything between a claim and its record. */
@Module({
  imports: [EndpointsModule],
  providers: [
    {
      provide: SENDER,
      inject: [SETTINGS],
      useFactory: ({ allowedPrivateCidrs, dnsServers, extraCaFile }: RunSettings) =>
        createSender({
          allowedCidrs: parseCidrs(allowedPrivateCidrs.join(',')),
          dnsServers,
          ...(extraCaFile !== undefined && { extraCa: readFileSync(extraCaFile, 'utf8') }),
        }),
    },
    {
      provide: WebhookChannel,
      inject: [SENDER, AssetLinks, SETTINGS],
      useFactory: (
        sender: ReturnType<typeof createSender>,
        assets: AssetLinks,
        settings: RunSettings,
      ) =>
        new WebhookChannel(sender, systemClock, assets, {
          userAgent: settings.userAgent,
          timeoutMs: settings.deliveryTimeoutMs,
          responseBodyLimitBytes: settings.responseBodyLimitBytes,
        }),
    },
    {
      provide: EventsToSend,
      inject: [HotPool, Vault, CATALOGUE],
      useFactory: (pool: HotPool, vault: Vault, catalogue: LiveCatalogue) =>
        new EventsToSend(pool, vault, catalogue),
    },
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
      inject: [EventsToSend, PreparedEndpoints, LOGGER],
      useFactory: (events: EventsToSend, endpoints: PreparedEndpoints, logger: Logger) =>
        new DeliveryInputLoader(events, endpoints, logger),
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
        WebhookChannel,
        AttemptRecorder,
        EndpointLifecycle,
        LOGGER,
        Metrics,
        SETTINGS,
      ],
      useFactory: (
        planner: RequestPlanner,
        channel: WebhookChannel,
        recorder: AttemptRecorder,
        ...[lifecycle, logger, metrics, settings]: [EndpointLifecycle, Logger, Metrics, RunSettings]
      ) =>
        new Deliverer(
          { planner, channel, recorder, lifecycle },
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
  exports: [Deliverer, EventsToSend, PreparedEndpoints, WebhookChannel, AttemptRecorder],
})
export class DeliveryModule {}
