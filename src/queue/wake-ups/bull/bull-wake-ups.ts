import Bull from 'bull';
import type { Queue } from 'bull';
import { ThrottledLogger, systemClock } from '../../../common/index.js';
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
/** Jobs that wait for Redis's answer at most; past that the dispatcher's own look must do. */
const MAX_UNANSWERED = 200;
/** Jobs in Redis at most: with so many nobody is idle, and the rest is found in the database. */
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
    // Bull names its connection where nobody hears that this failed; we have no use for the name.
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
