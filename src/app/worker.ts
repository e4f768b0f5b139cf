import { Injectable } from '@nestjs/common';
import { Dispatcher } from '../dispatch/index.js';
import { Housekeeping } from '../housekeeping/index.js';
import { FanoutFollowUp } from '../publishing/index.js';
import { RedactionFollowUp } from '../redaction/index.js';

/** The delivering half of a process. */
@Injectable()
export class Worker {
  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly followUp: FanoutFollowUp,
    private readonly housekeeping: Housekeeping,
    private readonly redactions: RedactionFollowUp,
  ) {}

  async start(): Promise<void> {
    this.followUp.start();
    this.housekeeping.start();
    this.redactions.start();
    await this.dispatcher.start();
  }

  /** Takes nothing more; resolves when what is under way is on record. */
  async drain(): Promise<void> {
    await Promise.all([
      this.followUp.stop(),
      this.housekeeping.stop(),
      this.redactions.stop(),
      this.dispatcher.stop(),
    ]);
  }
}
