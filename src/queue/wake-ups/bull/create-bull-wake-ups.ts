import Bull from 'bull';
import type { Logger } from '../../../common/index.js';
import { BullWakeUps, WAKE_UP_QUEUE, WAKE_UP_QUEUE_OPTIONS } from './bull-wake-ups.js';
import type { WakeUpJob } from './bull-wake-ups.js';
import { createRedisClients } from './redis-clients.js';

/** Wake-ups outside of Postrider's own processes, which have their queue from Nest's module. */
export function createBullWakeUps(redisUrl: string, logger: Logger): BullWakeUps {
  const { createClient, close } = createRedisClients(redisUrl);
  const queue = new Bull<WakeUpJob>(WAKE_UP_QUEUE, { ...WAKE_UP_QUEUE_OPTIONS, createClient });
  return new BullWakeUps(queue, close, logger);
}
