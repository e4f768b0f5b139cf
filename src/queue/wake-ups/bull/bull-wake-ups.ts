import Bull from 'bull';
import type { Queue } from 'bull';
import { endsWithin, ThrottledLogger, systemClock } from '../../../common/index.js';
import type { Logger, Clock } from '../../../common/index.js';
import type { WakeUps } from '../wake-ups.js';
import type { RedisOptions, Command } from 'ioredis';
import { Cluster, Redis } from 'ioredis';
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

/** Up to so many ids are the job's own id. More would make long keys in Redis, for deliveries that come in masses. */
const IDS_IN_JOB_ID = 10;
const UUID_LENGTH = 36;

/** Bull's step from the id of a job that was taken off the list to the job. */
interface Activation {
  moveToActive: (jobId?: string) => Promise<object | null>;
}

/** Returns the delivery ids that a job's id consists of; none where Bull has numbered the job. */
function idsIn(jobId: string): string[] {
  return jobId.length < UUID_LENGTH ? [] : jobId.split(',');
}

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
    queue.on('error', this.report);
    // Bull names its connection and drops the error of that; the name has no use here.
    queue.setWorkerName = () => Promise.resolve();
    // Nest's module would wait for Bull's own end, which never comes where a connection was lost in the course of it.
    Object.assign(queue, { onApplicationShutdown: () => this.close() });
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
    this.takeByJobId(this.queue as unknown as Activation, listener);
    // Resolves only when the queue is closed: what it reports until then comes as events.
    this.queue
      .process(JOBS_AT_ONCE, async ({ data }) => {
        if (data.ids.length > 0) await listener(data.ids);
        else this.fanoutListener?.();
      })
      .catch(this.report);
  }

  async stopListening(): Promise<void> {
    if (this.listening) await this.soon(this.queue.pause(true, true));
  }

  readonly ping = async (): Promise<void> => void (await this.queue.client.ping());

  close(): Promise<void> {
    return (this.closing ??= this.end());
  }

  /** Bull waits for a connection before it closes; where there is none, cutting it ends the wait. */
  private async end(): Promise<void> {
    if (this.queue.client.status !== 'ready') this.closeClients();
    await this.soon(this.queue.close(true));
    this.closeClients();
  }

  /**
   * Takes a job by its id alone where that consists of delivery ids, and removes it. Bull's own way takes two scripts
   * in Redis, a lock and timers, and a delivery would wait for a round trip. Where the worker ends before it has
   * claimed them, they are found in the database. Jobs with a number, or that Bull gets with their data, go Bull's way.
   */
  private takeByJobId(bull: Activation, listener: (ids: string[]) => Promise<void>): void {
    const { queue } = this;
    const activate = bull.moveToActive.bind(bull);
    bull.moveToActive = async (jobId) => {
      const ids = jobId === undefined ? [] : idsIn(jobId);
      if (jobId === undefined || ids.length === 0) return activate(jobId);
      const taken = listener(ids);
      const removal = queue.client.pipeline().lrem(queue.toKey('active'), 1, jobId);
      void removal.del(queue.toKey(jobId)).exec().catch(this.report);
      await taken;
      return null;
    };
  }

  /** False where Redis cannot take it, or has enough. */
  private add(ids: string[]): boolean {
    if (this.closing || this.isFull() || this.queue.client.status !== 'ready') return false;
    this.unanswered += 1;
    this.waiting += 1;
    const isShort = ids.length > 0 && ids.length <= IDS_IN_JOB_ID;
    this.queue
      .add({ ids }, isShort ? { jobId: ids.join(',') } : {})
      .catch(this.report)
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
        .catch(this.report);
    }
    return this.unanswered >= MAX_UNANSWERED || this.waiting >= MAX_WAITING;
  }

  private async soon(work: Promise<void>): Promise<void> {
    await endsWithin(work.catch(this.report), LEAVE_MS);
  }

  private readonly report = (error: unknown): void => {
    const message = 'Redis (REDIS_URL) cannot be used; deliveries are found in the database';
    this.log.report(error, message);
  };
}

/** Makes wake-ups outside of Postrider's own processes, which have their queue from Nest's module. */
export function createBullWakeUps(redisUrl: string, logger: Logger): BullWakeUps {
  const { createClient, close } = createRedisClients(redisUrl);
  const queue = new Bull<WakeUpJob>(WAKE_UP_QUEUE, { ...WAKE_UP_QUEUE_OPTIONS, createClient });
  return new BullWakeUps(queue, close, logger);
}
