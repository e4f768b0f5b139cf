import Bull from 'bull';
import type { Queue } from 'bull';
import { endsWithin, systemClock, ThrottledLogger } from '../../../common/index.js';
import type { Logger } from '../../../common/index.js';
import type { WakeUps } from '../wake-ups.js';
import { createRedisClients } from './redis-clients.js';

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
/** Jobs that were taken stay in Redis for so long, so that those of a busy time are removed together. */
const REMOVAL_PAUSE_MS = 100;

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
  /** Ids of jobs that were taken by them, and are to be removed. */
  private takenJobs: string[] = [];
  private removal: NodeJS.Timeout | undefined;
  private lastRemovalAtMs = 0;
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
    await this.soon(this.removeTaken());
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
    const activate = bull.moveToActive.bind(bull);
    bull.moveToActive = async (jobId) => {
      const ids = jobId === undefined ? [] : idsIn(jobId);
      if (jobId === undefined || ids.length === 0) return activate(jobId);
      const taken = listener(ids);
      this.removeLater(jobId);
      await taken;
      return null;
    };
  }

  /** At once where the last removal is some time ago: a worker with little work needs no timer for it. */
  private removeLater(jobId: string): void {
    this.takenJobs.push(jobId);
    if (this.removal) return;
    const pauseMs = this.lastRemovalAtMs + REMOVAL_PAUSE_MS - performance.now();
    if (pauseMs <= 0) void this.removeTaken();
    else this.removal = setTimeout(() => void this.removeTaken(), pauseMs);
  }

  private async removeTaken(): Promise<void> {
    clearTimeout(this.removal);
    this.removal = undefined;
    this.lastRemovalAtMs = performance.now();
    const { queue } = this;
    const jobIds = this.takenJobs;
    this.takenJobs = [];
    // What stays in Redis without a connection is announced once more: Bull takes it for a job whose worker stalled.
    if (jobIds.length === 0 || queue.client.status !== 'ready') return;
    const pipeline = queue.client.pipeline();
    for (const jobId of jobIds) pipeline.lrem(queue.toKey('active'), -1, jobId);
    await pipeline
      .del(...jobIds.map((jobId) => queue.toKey(jobId)))
      .exec()
      .catch(this.report);
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
