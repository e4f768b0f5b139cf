import { Module } from '@nestjs/common';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { HotPool } from '../database/index.js';
import { Claims, leaseOf } from '../queue/index.js';
import { DeliveryModule } from './delivery.module.js';
import { Dispatcher } from './dispatcher.service.js';

/** Provides the `Dispatcher`, not yet started. */
@Module({
  imports: [DeliveryModule],
  providers: [
    {
      provide: Claims,
      inject: [HotPool, SETTINGS],
      useFactory: (pool: HotPool, settings: RunSettings) => new Claims(pool, leaseOf(settings)),
    },
    Dispatcher,
  ],
  exports: [DeliveryModule, Dispatcher],
})
export class DispatchModule {}
