import { Module } from '@nestjs/common';
import { LOGGER, systemClock } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { HotPool } from '../database/index.js';
import { HeldDeliveries } from './held-deliveries.js';
import { Housekeeping } from './housekeeping.service.js';

/** Provides `Housekeeping`, not yet started. */
@Module({
  providers: [
    {
      provide: HeldDeliveries,
      inject: [HotPool, LOGGER, SETTINGS],
      useFactory: (pool: HotPool, logger: Logger, { heldMaxAgeDays }: RunSettings) =>
        new HeldDeliveries(pool, systemClock, logger, heldMaxAgeDays),
    },
    Housekeeping,
  ],
  exports: [Housekeeping],
})
export class HousekeepingModule {}
