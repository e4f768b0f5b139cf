import { Module } from '@nestjs/common';
import { LOGGER } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { HotPool } from '../database/index.js';
import { Deliverer } from './deliverer.service.js';
import { DeliveryModule } from './delivery.module.js';
import { Claims, WAKE_UPS } from '../queue/index.js';
import { Dispatcher } from './dispatcher.js';
import type { WakeUps } from '../queue/index.js';

const POLL_MS = 500;

/** Provides the `Dispatcher`, not yet started. */
@Module({
  imports: [DeliveryModule],
  providers: [
    {
      provide: Claims,
      inject: [HotPool, SETTINGS],
      useFactory: (pool: HotPool, { deliveryTimeoutMs, leaseMarginMs }: RunSettings) =>
        new Claims(pool, {
          ms: deliveryTimeoutMs + leaseMarginMs,
          attemptMs: deliveryTimeoutMs,
        }),
    },
    {
      provide: Dispatcher,
      inject: [Claims, Deliverer, WAKE_UPS, LOGGER, SETTINGS],
      useFactory: (
        claims: Claims,
        deliverer: Deliverer,
        wakeUps: WakeUps,
        logger: Logger,
        { workerConcurrency }: RunSettings,
      ) =>
        new Dispatcher(claims, deliverer, wakeUps, logger, {
          slots: workerConcurrency,
          pollMs: POLL_MS,
        }),
    },
  ],
  exports: [Dispatcher],
})
export class DispatchModule {}
