import Bull from 'bull';
import type { Queue } from 'bull';
import { ThrottledLogger, systemClock } from '../../../common/index.js';
import type { Logger, Clock } from '../../../common/index.js';
import type { WakeUps } from '../wake-ups.js';
import type { RedisOptions, Command } from 'ioredis';
import { Cluster, Redis } from 'ioredis';
import { parseRedisUrl } from '../../../config/index.js';

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

/** All that ever stands in Redis: delivery UUIDs; none where an event waits for its fan-out. */
export interface WakeUpJob {
  ids: string[];
}

export const WAKE_UP_QUEUE = 'deliveries';

/**
 * In one hash slot, so that it also runs on Redis Cluster. Bull retries nothing and keeps nothing: the
 * database decides what is tried again.
 */
export const WAKE_UP_QUEUE_OPTIONS = {
  prefix: '{postrider}',
  defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
};

const IDS_PER_JOB = 100;
const JOBS_AT_ONCE = 4;
/** Jobs that wait for Redis's answer at most; beyond that the dispatcher's own scan finds the deliveries. */
const MAX_UNANSWERED = 200;
/** Jobs in Redis at most: with so many no worker is idle, and the rest is found in the database. */
const MAX_WAITING = 1_000;
const COUNT_EVERY_MS = 250;
/** A Redis that says nothing keeps no process from stopping: what has not ended by then is cut. */
const LEAVE_MS = 2_000;

/** Wake-ups through Bull: whichever worker is free takes them. */
export class BullWakeUps implements WakeUps {
  private unanswered = 0;
  private waiting = 0;
  private lastCountAtMs = 0;
  private listening = false;
  private fanoutListener: (() => void) | undefined;
  private closing: Promise<void> | undefined;
  private readonly log: ThrottledLogger;

  constructor(
    private readonly queue: Queue<WakeUpJob>,
    private readonly closeClients: () => void,
    logger: Logger,
  ) {
    this.log = new ThrottledLogger(logger, systemClock, 'warn');
    queue.on('error', (error) => this.report(error));
    // Bull names its connection and drops the error of that; the name has no use here.
    queue.setWorkerName = () => Promise.resolve();
  }

  announce(deliveryIds: string[]): void {
    for (let start = 0; start < deliveryIds.length; start += IDS_PER_JOB) {
      if (!this.add(deliveryIds.slice(start, start + IDS_PER_JOB))) return;
    }
  }

  announceFanout(): void {
    this.add([]);
  }

  onFanout(listener: () => void): void {
    this.fanoutListener = listener;
  }

  async listen(listener: (deliveryIds: string[]) => Promise<void>): Promise<void> {
    if (this.listening) return this.queue.resume(true);
    this.listening = true;
    // Resolves only when the queue is closed: what it reports until then comes as events.
    this.queue
      .process(JOBS_AT_ONCE, async ({ data }) => {
        if (data.ids.length > 0) await listener(data.ids);
        else this.fanoutListener?.();
      })
      .catch((error: unknown) => this.report(error));
  }

  async stopListening(): Promise<void> {
    if (this.listening) await this.soon(this.queue.pause(true, true));
  }

  close(): Promise<void> {
    return (this.closing ??= this.end());
  }

  /** Bull waits for a connection before it closes; where there is none, cutting it ends the wait. */
  private async end(): Promise<void> {
    if (this.queue.client.status !== 'ready') this.closeClients();
    await this.soon(this.queue.close(true));
    this.closeClients();
  }

  /** False where Redis cannot take it, or has enough. */
  private add(ids: string[]): boolean {
    if (this.closing || this.isFull() || this.queue.client.status !== 'ready') return false;
    this.unanswered += 1;
    this.waiting += 1;
    this.queue
      .add({ ids })
      .catch((error: unknown) => this.report(error))
      .finally(() => (this.unanswered -= 1));
    return true;
  }

  /** What waits is counted now and then; between two counts it is guessed by what was added. */
  private isFull(): boolean {
    const now = Date.now();
    if (now - this.lastCountAtMs >= COUNT_EVERY_MS && this.queue.client.status === 'ready') {
      this.lastCountAtMs = now;
      this.queue
        .getWaitingCount()
        .then((count) => (this.waiting = count))
        .catch((error: unknown) => this.report(error));
    }
    return this.unanswered >= MAX_UNANSWERED || this.waiting >= MAX_WAITING;
  }

  /** Its timer ends with the work, so that nothing keeps a process alive. */
  private async soon(work: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LEAVE_MS);
    });
    await Promise.race([work.catch((error: unknown) => this.report(error)), late]);
    clearTimeout(timer);
  }

  private report(error: unknown): void {
    const message = 'Redis (REDIS_URL) cannot be used; deliveries are found in the database';
    this.log.report(error, message);
  }
}

/** Makes wake-ups outside of Postrider's own processes, which have their queue from Nest's module. */
export function createBullWakeUps(redisUrl: string, logger: Logger): BullWakeUps {
  const { createClient, close } = createRedisClients(redisUrl);
  const queue = new Bull<WakeUpJob>(WAKE_UP_QUEUE, { ...WAKE_UP_QUEUE_OPTIONS, createClient });
  return new BullWakeUps(queue, close, logger);
}
