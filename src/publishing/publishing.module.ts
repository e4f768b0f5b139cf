import { Module } from '@nestjs/common';
import { AssetLinks } from '../assets/index.js';
import { CATALOGUE } from '../catalogue/index.js';
import type { LiveCatalogue } from '../catalogue/index.js';
import { LOGGER, systemClock } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { HotPool, QUICK_POOL, Vault } from '../database/index.js';
import { Metrics } from '../metrics/index.js';
import { WAKE_UPS } from '../queue/index.js';
import type { WakeUps } from '../queue/index.js';
import { EndpointsModule, FanoutEndpoints } from '../endpoints/index.js';
import { EventContents, EventsModule } from '../events/index.js';
import { EventLogModule, EventLogWriter } from '../event-log/index.js';
import { EventBatches } from './store/event-batches.js';
import { EventStore } from './store/event-store.js';
import { EventWriter } from './store/event-writer.js';
import { TenantRouteCache } from './tenant-route-cache.js';
import { FanoutFollowUp } from './store/fanout-follow-up.js';
import { PendingFanouts } from './store/pending-fanouts.js';
import { EventPublisher } from './event-publisher.js';
import { EventPreparer } from './prepare-event.js';
import { Publisher } from './publisher.service.js';
import { DroppedCounts } from './rejections/dropped-counts.js';
import { RejectionWriter } from './rejections/rejection-writer.js';
import { Rejections } from './rejections/rejections.js';
import { TransactionalStore } from './store/transactional-store.js';

const maxAttempts = ({ retryScheduleSeconds }: RunSettings): number =>
  retryScheduleSeconds.length + 1;

/** Of one tenant in one process: two of the largest batches. */
const KEPT_REJECTIONS = { entriesPerMinute: 1_000, bodyBytesPerMinute: 16 * 1024 * 1024 };

/** Provides the `Publisher`. Needs settings, database, catalogue and wake-ups. */
@Module({
  imports: [EndpointsModule, EventLogModule, EventsModule],
  providers: [
    {
      provide: TenantRouteCache,
      inject: [HotPool, FanoutEndpoints],
      useFactory: (pool: HotPool, endpoints: FanoutEndpoints) =>
        new TenantRouteCache(pool, endpoints),
    },
    {
      provide: EventPreparer,
      inject: [CATALOGUE, Vault, SETTINGS, AssetLinks],
      useFactory: (
        catalogue: LiveCatalogue,
        vault: Vault,
        { catalogueValidation: validation }: RunSettings,
        { hasStore: hasAssetStore }: AssetLinks,
      ) => new EventPreparer(catalogue, vault, systemClock, { validation, hasAssetStore }),
    },
    {
      provide: EventWriter,
      inject: [QUICK_POOL, HotPool, EventContents, EventLogWriter, SETTINGS],
      useFactory: (
        quick: HotPool,
        patient: HotPool,
        ...[contents, sequencer, settings]: [EventContents, EventLogWriter, RunSettings]
      ) => new EventWriter({ quick, patient }, contents, sequencer, maxAttempts(settings)),
    },
    {
      provide: EventStore,
      inject: [EventWriter, TenantRouteCache, WAKE_UPS, LOGGER, Metrics],
      useFactory: (
        writer: EventWriter,
        directory: TenantRouteCache,
        wakeUps: WakeUps,
        logger: Logger,
        metrics: Metrics,
      ) =>
        new EventStore(
          new EventBatches(writer, directory, wakeUps, { logger, metrics }),
          directory,
        ),
    },
    {
      provide: TransactionalStore,
      inject: [EventContents],
      useFactory: (contents: EventContents) => new TransactionalStore(contents),
    },
    {
      provide: PendingFanouts,
      inject: [HotPool, TenantRouteCache, WAKE_UPS, SETTINGS, LOGGER],
      useFactory: (
        pool: HotPool,
        directory: TenantRouteCache,
        wakeUps: WakeUps,
        settings: RunSettings,
        logger: Logger,
      ) => new PendingFanouts(pool, directory, wakeUps, maxAttempts(settings), logger),
    },
    {
      provide: FanoutFollowUp,
      inject: [PendingFanouts, WAKE_UPS, LOGGER],
      useFactory: (fanouts: PendingFanouts, wakeUps: WakeUps, logger: Logger) =>
        new FanoutFollowUp(fanouts, wakeUps, logger),
    },
    {
      provide: DroppedCounts,
      inject: [HotPool, LOGGER, Metrics],
      useFactory: (pool: HotPool, logger: Logger, metrics: Metrics) =>
        new DroppedCounts(pool, logger, metrics),
    },
    {
      provide: Rejections,
      inject: [TenantRouteCache, DroppedCounts, HotPool, Vault, Metrics, LOGGER],
      useFactory: (
        directory: TenantRouteCache,
        dropped: DroppedCounts,
        pool: HotPool,
        ...[vault, metrics, logger]: [Vault, Metrics, Logger]
      ) =>
        new Rejections(directory, dropped, new RejectionWriter(pool, vault, metrics), {
          logger,
          clock: systemClock,
          limits: KEPT_REJECTIONS,
        }),
    },
    EventPublisher,
    Publisher,
  ],
  exports: [EventPublisher, Publisher, Rejections, FanoutFollowUp],
})
export class PublishingModule {}
