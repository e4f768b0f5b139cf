import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { Cluster, Redis } from 'ioredis';
import { AppError, LOGGER } from '../common/index.js';
import type { ErrorCode, Logger } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { Metrics } from '../metrics/index.js';
import { connectRedis } from '../queue/wake-ups/bull/index.js';
import { networkOf } from './network-of.js';
import { WINDOW_SECONDS, WindowCounter } from './window-counter.js';
import type { Count } from './window-counter.js';

/** Wrong keys of one address in a minute; a client that has lost its key sends fewer. */
const WRONG_KEYS_PER_MINUTE = 100;

interface Policy {
  /** The name in the headers. */
  name: string;
  quota: number;
  counter: WindowCounter;
  code: ErrorCode;
  message: string;
}

/**
 * Counts the requests of each key and, of those without a valid key, of each address. Returns the headers
 * `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10), or throws 429 with them.
 * The address is that of the connection: no forwarded address is trusted.
 */
@Injectable()
export class RateLimits implements OnApplicationShutdown {
  private readonly redis: Redis | Cluster | undefined;
  private readonly perKey: Policy;
  private readonly perAddress: Policy;
  private readonly wrongKeys: Policy;

  constructor(
    @Inject(SETTINGS) { redisUrl, rateLimitPerMinute: quota }: RunSettings,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {
    // Requests are not kept for a Redis that is away: they are counted here.
    this.redis =
      redisUrl === undefined ? undefined : connectRedis(redisUrl, { enableOfflineQueue: false });
    // The counters report what fails; an error without a listener would end the process.
    this.redis?.on('error', () => undefined);
    this.perKey = this.policy('key', quota, 'too_many_requests', 'The key sends too many requests');
    this.perAddress = this.policy(
      'address',
      quota,
      'too_many_requests',
      'This address sends too many requests without a valid key',
    );
    this.wrongKeys = this.policy(
      'wrong-keys',
      Math.min(quota, WRONG_KEYS_PER_MINUTE),
      'too_many_wrong_keys',
      'This address has sent too many keys that are not valid',
    );
  }

  /** Counts a request with the key of this UUID, or with the bootstrap key (null). */
  ofKey(keyId: string | null): Promise<Record<string, string>> {
    return this.count(this.perKey, keyId ?? 'bootstrap');
  }

  /** Counts a request without a key. */
  ofAddress(address: string | undefined): Promise<Record<string, string>> {
    return this.count(this.perAddress, networkOf(address));
  }

  /** Counts a request with a key that is not valid. Requests with valid keys from the address go on. */
  ofWrongKey(address: string | undefined): Promise<Record<string, string>> {
    this.metrics.wrongKeys.inc();
    return this.count(this.wrongKeys, networkOf(address));
  }

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }

  private policy(name: string, quota: number, code: ErrorCode, message: string): Policy {
    const counter = new WindowCounter({ name, quota }, this.redis, this.logger);
    return { name, quota, counter, code, message };
  }

  private async count(policy: Policy, key: string): Promise<Record<string, string>> {
    const count = await policy.counter.add(key);
    const headers = headersOf(policy, count);
    if (count.isWithin) return headers;
    this.metrics.rateLimited.inc({ policy: policy.name });
    const retryAfterSeconds = secondsOf(count);
    const message = `${policy.message}: at most ${policy.quota} a minute. Wait ${retryAfterSeconds} s.`;
    throw new AppError(policy.code, 429, { message, retryAfterSeconds, headers });
  }
}

function headersOf({ name, quota }: Policy, count: Count): Record<string, string> {
  return {
    'RateLimit-Policy': `"${name}";q=${quota};w=${WINDOW_SECONDS}`,
    RateLimit: `"${name}";r=${count.left};t=${secondsOf(count)}`,
  };
}

function secondsOf({ resetMs }: Count): number {
  return Math.max(1, Math.ceil(resetMs / 1000));
}
