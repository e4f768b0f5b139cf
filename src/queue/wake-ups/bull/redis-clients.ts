import { Cluster, Redis } from 'ioredis';
import type { Command, RedisOptions } from 'ioredis';
import { systemClock } from '../../../common/index.js';
import type { Clock } from '../../../common/index.js';
import { parseRedisUrl } from '../../../config/index.js';
import './unreadable-replies.js';

/**
 * Connections whose failed commands end no process. The library itself subscribes and selects again
 * after each reconnection, and listens to none of these answers; one refusal among them (a new
 * password, a disabled user) would be an unhandled rejection, whose error holds the arguments of AUTH.
 * Callers that wait for an answer get the error as before.
 */
class SturdyRedis extends Redis {
  override sendCommand(...given: Parameters<Redis['sendCommand']>): unknown {
    return answerOf(given[0], super.sendCommand(...given));
  }
}

/** The same for Redis Cluster. */
class SturdyCluster extends Cluster {
  override sendCommand(...given: Parameters<Cluster['sendCommand']>): unknown {
    return answerOf(given[0], super.sendCommand(...given));
  }
}

/**
 * A subscription that is refused counts as had: Bull never consumes after one that failed, and looks
 * for delayed jobs every few seconds all the same.
 */
function answerOf(command: Command, answer: unknown): unknown {
  command.promise.catch(() => undefined);
  return command.name === 'subscribe' ? command.promise.catch(() => 0) : answer;
}

type Purpose = 'client' | 'subscriber' | 'bclient';

/** A server that says nothing for longer is gone; Bull's blocking command waits for 5 s. */
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
  let isClosed = false;
  const createClient = (purpose: Purpose): Redis | Cluster => {
    const existing = shared.get(purpose);
    if (existing) return existing;
    const client = connectRedis(
      redisUrl,
      purpose === 'client' ? { enableOfflineQueue: false } : {},
    );
    // Reported by the queue; unheard here it would end the process.
    client.on('error', () => undefined);
    // Bull connects again while it ends what it was doing, and may do so after this was closed.
    client.on('connect', () => isClosed && client.disconnect());
    all.push(client);
    if (purpose !== 'bclient') shared.set(purpose, client);
    return client;
  };
  const close = (): void => {
    isClosed = true;
    all.forEach((client) => client.disconnect());
  };
  return { createClient, close };
}

/** Opens a connection to the server or servers of `REDIS_URL`, which connects again for ever. */
export function connectRedis(redisUrl: string, options: RedisOptions): Redis | Cluster {
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

const PAUSE_STEP_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Returns pauses before reconnecting that grow from a tenth of a second to five. They start anew once a
 * connection has held for longer than that; the library's own count starts anew with every server
 * that lets us connect, and then hangs up.
 */
export function steadyPause(clock: Clock): () => number {
  let tries = 0;
  let lastAtMs = -Infinity;
  return () => {
    const now = clock.now();
    const held = now - lastAtMs > 2 * LONGEST_PAUSE_MS;
    tries = held ? 1 : tries + 1;
    lastAtMs = now;
    return Math.min(tries * PAUSE_STEP_MS, LONGEST_PAUSE_MS);
  };
}
