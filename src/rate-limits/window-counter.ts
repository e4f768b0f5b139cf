import type { Cluster, Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { systemClock, ThrottledLogger } from '../common/index.js';
import type { Logger } from '../common/index.js';

/** What a counter knows of a key after one more request. */
export interface Count {
  isWithin: boolean;
  /** Requests that are left in the window. */
  left: number;
  /** Milliseconds until the window ends. */
  resetMs: number;
}

export const WINDOW_SECONDS = 60;

/** A request does not wait longer for Redis. */
const REDIS_WITHIN_MS = 100;
/** After a failure, Redis is left alone for as long. */
const REDIS_PAUSE_MS = 1_000;

/**
 * Counts requests by key in windows of a minute: in Redis, so that all processes count together, or in this
 * process, where there is no Redis or it cannot be used. It never fails.
 */
export class WindowCounter {
  private readonly memory: RateLimiterMemory;
  private readonly shared: RateLimiterRedis | undefined;
  private readonly log: ThrottledLogger;
  private pausedUntilMs = 0;

  constructor(
    { name, quota }: { name: string; quota: number },
    private readonly redis: Redis | Cluster | undefined,
    logger: Logger,
  ) {
    const window = {
      points: quota,
      duration: WINDOW_SECONDS,
      keyPrefix: `postrider:limit:${name}`,
    };
    this.memory = new RateLimiterMemory(window);
    // A key that is over its limit needs no further look at Redis in its window.
    this.shared =
      redis &&
      new RateLimiterRedis({ ...window, storeClient: redis, inMemoryBlockOnConsumed: quota });
    this.log = new ThrottledLogger(logger, systemClock, 'warn');
  }

  async add(key: string): Promise<Count> {
    const { shared } = this;
    const nowMs = systemClock.now();
    if (!shared || this.redis?.status !== 'ready' || nowMs < this.pausedUntilMs) {
      return countIn(this.memory, key);
    }
    try {
      return await inTime(countIn(shared, key));
    } catch (error) {
      this.pausedUntilMs = systemClock.now() + REDIS_PAUSE_MS;
      this.log.report(
        error,
        'Redis (REDIS_URL) cannot be used; this process counts requests alone',
      );
      return countIn(this.memory, key);
    }
  }
}

/** Rejects where Redis fails, or gives an answer that is no count. */
async function countIn(limiter: RateLimiterMemory | RateLimiterRedis, key: string): Promise<Count> {
  try {
    return countOf(await limiter.consume(key), true);
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return countOf(refusal, false);
    throw refusal;
  }
}

function countOf({ remainingPoints, msBeforeNext }: RateLimiterRes, isWithin: boolean): Count {
  if (!Number.isFinite(remainingPoints) || !Number.isFinite(msBeforeNext)) {
    throw new Error('Redis gave no count.');
  }
  return { isWithin, left: remainingPoints, resetMs: Math.max(0, msBeforeNext) };
}

function inTime(counting: Promise<Count>): Promise<Count> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(new Error(`Redis gave no answer in ${REDIS_WITHIN_MS} ms.`));
    const timer = setTimeout(late, REDIS_WITHIN_MS);
    counting.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
