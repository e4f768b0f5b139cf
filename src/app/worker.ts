import { Inject, Injectable } from '@nestjs/common';
import { DueWork } from '../database/index.js';
import { Dispatcher } from '../delivery/index.js';

/** Work that runs beside the deliveries. */
export interface BackgroundJob {
  /** It runs at each of its polls, or only where `due` answers that it has something to do. */
  start(due?: DueWork): void;
  stop(): Promise<void>;
}

/** Injects the `BackgroundJob`s of a process that delivers. */
export const BACKGROUND_JOBS = Symbol('background-jobs');

/** Runs the part of a process that delivers. */
@Injectable()
export class Worker {
  constructor(
    private readonly dispatcher: Dispatcher,
    @Inject(BACKGROUND_JOBS) private readonly jobs: readonly BackgroundJob[],
    private readonly due: DueWork,
  ) {}

  async start(): Promise<void> {
    for (const job of this.jobs) job.start(this.due);
    await this.dispatcher.start(this.due);
  }

  /** Claims no more deliveries; resolves when the current attempts are recorded. */
  async drain(): Promise<void> {
    await Promise.all([...this.jobs.map((job) => job.stop()), this.dispatcher.stop()]);
  }
}

/** The state from which a worker's readiness is decided. */
export interface Consumption {
  /** True while all slots are in use. */
  isFull: boolean;
  /** True while attempts that ended cannot be recorded. */
  isStalled: boolean;
  /** Milliseconds since the last claim was answered. */
  quietMs: number;
}

/** A worker with free slots whose last claim was answered longer ago does not consume. */
const CONSUMING_MS = 10_000;

/**
 * Returns why a worker does not consume, or undefined. A worker whose slots are all in use claims
 * nothing, and counts as consuming as long as its attempts can be recorded.
 */
export function consumptionProblem(worker: Consumption): string | undefined {
  const { isFull, isStalled, quietMs } = worker;
  const isBusy = isFull && !isStalled;
  return isBusy || quietMs <= CONSUMING_MS
    ? undefined
    : 'no claim was answered lately: nothing is being delivered';
}
