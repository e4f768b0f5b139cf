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
