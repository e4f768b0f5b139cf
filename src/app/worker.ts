import { Inject, Injectable } from '@nestjs/common';
import { Dispatcher } from '../delivery/index.js';

/** Work that goes on beside the deliveries. */
export interface BackgroundJob {
  start(): void;
  stop(): Promise<void>;
}

/** Injects the `BackgroundJob`s of a process that delivers. */
export const BACKGROUND_JOBS = Symbol('background-jobs');

/** The delivering half of a process. */
@Injectable()
export class Worker {
  constructor(
    private readonly dispatcher: Dispatcher,
    @Inject(BACKGROUND_JOBS) private readonly jobs: readonly BackgroundJob[],
  ) {}

  async start(): Promise<void> {
    for (const job of this.jobs) job.start();
    await this.dispatcher.start();
  }

  /** Takes nothing more; resolves when what is under way is on record. */
  async drain(): Promise<void> {
    await Promise.all([...this.jobs.map((job) => job.stop()), this.dispatcher.stop()]);
  }
}

/** What a worker's readiness is judged by. */
export interface Consumption {
  /** It has begun all that it may have under way. */
  isFull: boolean;
  /** Attempts that ended cannot be recorded. */
  isStalled: boolean;
  /** Since a claim was answered last. */
  quietMs: number;
}

/** A worker with free slots whose last claim was answered longer ago does not consume. */
const CONSUMING_MS = 10_000;

/**
 * Why a worker does not consume, or undefined. One whose slots are all in use asks for nothing more,
 * and consumes as long as its attempts go on record.
 */
export function consumptionProblem(worker: Consumption): string | undefined {
  const { isFull, isStalled, quietMs } = worker;
  const isBusy = isFull && !isStalled;
  return isBusy || quietMs <= CONSUMING_MS
    ? undefined
    : 'no claim was answered lately: nothing is being delivered';
}
