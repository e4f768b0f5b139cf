import type { Cluster, Redis, RedisOptions } from 'ioredis';
import { systemClock } from '../../../common/index.js';
import { parseRedisUrl } from '../../../config/index.js';
import { steadyPause } from './steady-pause.js';
import { SturdyCluster, SturdyRedis } from './sturdy-redis.js';

type Purpose = 'client' | 'subscriber' | 'bclient';

/** A command that waits for longer means that nobody is there; Bull's blocking one waits for 5 s. */
const SILENCE_MS = 15_000;
const CONNECT_TIMEOUT_MS = 5_000;
const KEEP_ALIVE_AFTER_MS = 10_000;

/** What was the master has become a replica: another connection may lead to the new one. */
const leadsToReplica = ({ message }: Error): boolean => message.startsWith('READONLY');

/** Bull asks for the first two; reconnecting goes on for ever. */
const COMMON: RedisOptions = {
  maxRetriesPerRequest: null,
  enableReadyCheck: false,
  reconnectOnError: leadsToReplica,
  socketTimeout: SILENCE_MS,
  connectTimeout: CONNECT_TIMEOUT_MS,
  keepAlive: KEEP_ALIVE_AFTER_MS,
};

/**
 * Makes Bull's connections to whatever `REDIS_URL` names. The blocking one is its own, the others
 * are shared. Producers do not queue while Redis is away: a wake-up is only worth something now.
 */
export function createRedisClients(redisUrl: string): {
  createClient: (purpose: Purpose) => Redis | Cluster;
  close: () => void;
} {
  const shared = new Map<Purpose, Redis | Cluster>();
  const all: (Redis | Cluster)[] = [];
  const createClient = (purpose: Purpose): Redis | Cluster => {
    const existing = shared.get(purpose);
    if (existing) return existing;
    const client = connect(redisUrl, purpose === 'client' ? { enableOfflineQueue: false } : {});
    // Reported by the queue; unheard here it would end the process.
    client.on('error', () => undefined);
    all.push(client);
    if (purpose !== 'bclient') shared.set(purpose, client);
    return client;
  };
  return { createClient, close: () => all.forEach((client) => client.disconnect()) };
}

function connect(redisUrl: string, options: RedisOptions): Redis | Cluster {
  const target = parseRedisUrl(redisUrl);
  const retryStrategy = steadyPause(systemClock);
  const redisOptions = { ...COMMON, retryStrategy, ...options };
  if (target.kind === 'single') return new SturdyRedis(target.url, redisOptions);
  const { username, password } = target;
  const login = { ...(username && { username }), ...(password && { password }) };
  if (target.kind === 'sentinel') {
    const { sentinels, name } = target;
    return new SturdyRedis({ ...redisOptions, ...login, sentinels, name });
  }
  const { enableOfflineQueue = true, ...perNode } = redisOptions;
  return new SturdyCluster(target.nodes, {
    redisOptions: { ...perNode, ...login },
    clusterRetryStrategy: retryStrategy,
    enableOfflineQueue,
    enableReadyCheck: false,
  });
}
