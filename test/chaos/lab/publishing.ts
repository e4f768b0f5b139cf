import { Remote } from '../../bench/remote.js';
import type { PublishPlan } from '../processes/publish-plan.js';
import type { PublisherMethods } from '../processes/publisher-process.js';

/** Publishes at a steady rate out of a process of its own. */
export class Publishing {
  /** Resolves when all was answered, or given up; rejects where the process broke. */
  readonly done: Promise<{ accepted: number }>;
  private readonly remote: Remote<PublisherMethods>;

  constructor(private readonly plan: PublishPlan) {
    const file = new URL('../processes/publisher-process.ts', import.meta.url);
    this.remote = Remote.start<PublisherMethods>(file);
    this.done = this.remote.call('publish', plan);
    // The error is reported where the promise is awaited.
    this.done.catch(() => undefined);
  }

  get ledger(): string {
    return this.plan.ledger;
  }

  /** Number of answers with 202 so far. */
  accepted(): Promise<number> {
    return this.remote.call('accepted');
  }

  /** Stops after this number of events until it is called again. */
  allow(limit: number): Promise<void> {
    return this.remote.call('allow', limit);
  }

  /** Ends early; then `done` resolves. */
  finish(): Promise<void> {
    return this.remote.call('stop');
  }

  stop(): void {
    this.remote.stop();
  }
}
