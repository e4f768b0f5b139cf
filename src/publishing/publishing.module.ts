import { Module } from '@nestjs/common';
import { AssetLinks } from '../assets/index.js';
import { CATALOGUE } from '../catalogue/index.js';
import type { LiveCatalogue } from '../catalogue/index.js';
import { systemClock } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { Vault } from '../database/index.js';
import { EndpointsModule } from '../endpoints/index.js';
import { EventLogModule } from '../event-log/index.js';
import { EventsModule } from '../events/index.js';
import { EventValidator } from './event-validator.js';
import { PublishQueue } from './publish-queue.js';
import { Publisher } from './publisher.service.js';
import { DroppedCounts, RejectionWriter } from './rejections/rejection-writer.js';
import { Rejections } from './rejections/rejections.js';
import { BatchStore } from './store/batch-store.service.js';
import { PendingFanouts } from './store/pending-fanouts.js';
import { TransactionalStore } from './store/transactional-store.js';
import { TenantRouteCache } from './tenant-route-cache.js';

/** Provides the `Publisher`. Needs settings, database, catalogue and wake-ups. */
@Module({
  imports: [EndpointsModule, EventLogModule, EventsModule],
  providers: [
    {
      // A class that applications use without these tokens.
      provide: EventValidator,
      inject: [CATALOGUE, Vault, SETTINGS, AssetLinks],
      useFactory: (
        catalogue: LiveCatalogue,
        vault: Vault,
        { catalogueValidation: validation }: RunSettings,
        { hasStore: hasAssetStore }: AssetLinks,
      ) => new EventValidator(catalogue, vault, systemClock, { validation, hasAssetStore }),
    },
    BatchStore,
    DroppedCounts,
    PendingFanouts,
    PublishQueue,
    Publisher,
    RejectionWriter,
    Rejections,
    TenantRouteCache,
    TransactionalStore,
  ],
  exports: [PendingFanouts, Publisher],
})
export class PublishingModule {}
