import { Module } from '@nestjs/common';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { HotPool } from '../database/index.js';
import { Claims } from '../queue/index.js';
import { DeliveryModule } from './delivery.module.js';
import { Dispatcher } from './dispatcher.js';

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
    Dispatcher,
  ],
  exports: [Dispatcher],
})
export class DispatchModule {}
