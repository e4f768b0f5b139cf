import { BullModule, getQueueToken } from '@nestjs/bull';
import { Global, Inject, Module } from '@nestjs/common';
import type { BeforeApplicationShutdown, DynamicModule } from '@nestjs/common';
import type { Queue } from 'bull';
import { LOGGER } from '../../common/index.js';
import type { Logger } from '../../common/index.js';
import { BullWakeUps, WAKE_UP_QUEUE, WAKE_UP_QUEUE_OPTIONS } from './bull/bull-wake-ups.js';
import type { WakeUpJob } from './bull/bull-wake-ups.js';
import { createRedisClients } from './bull/redis-clients.js';
import { InProcessWakeUps } from './in-process-wake-ups.js';
import { WAKE_UPS } from './wake-ups.js';
import type { WakeUps } from './wake-ups.js';

/**
 * Provides `WAKE_UPS`: over Redis where there is one, else within the process. They close before
 * anything else does: Nest's own hook for a queue waits for ever while Redis is away.
 */
@Global()
@Module({})
export class WakeUpsModule implements BeforeApplicationShutdown {
  constructor(@Inject(WAKE_UPS) private readonly wakeUps: WakeUps) {}

  beforeApplicationShutdown(): Promise<void> {
    return this.wakeUps.close();
  }

  static forRoot(redisUrl: string | undefined): DynamicModule {
    if (redisUrl === undefined) {
      return {
        module: WakeUpsModule,
        providers: [{ provide: WAKE_UPS, useClass: InProcessWakeUps }],
        exports: [WAKE_UPS],
      };
    }
    const { createClient, close } = createRedisClients(redisUrl);
    return {
      module: WakeUpsModule,
      imports: [
        BullModule.registerQueue({
          name: WAKE_UP_QUEUE,
          createClient,
          ...WAKE_UP_QUEUE_OPTIONS,
        }),
      ],
      providers: [
        {
          provide: WAKE_UPS,
          inject: [getQueueToken(WAKE_UP_QUEUE), LOGGER],
          useFactory: (queue: Queue<WakeUpJob>, logger: Logger) =>
            new BullWakeUps(queue, close, logger),
        },
      ],
      exports: [WAKE_UPS],
    };
  }
}
