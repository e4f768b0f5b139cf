import { Module } from '@nestjs/common';
import { DispatchModule } from '../delivery/index.js';
import { EndpointWatch, EndpointWatchModule } from '../endpoint-watch/index.js';
import { EventOrderModule, EventSequencer } from '../event-order/index.js';
import { Housekeeping, HousekeepingModule } from '../housekeeping/index.js';
import { FanoutFollowUp, PublishingModule } from '../publishing/index.js';
import { RedactionFollowUp, RedactionModule } from '../redaction/index.js';
import { ReplayModule, ReplayRunner } from '../replay/index.js';
import { BACKGROUND_JOBS, Worker } from './worker.js';
import type { BackgroundJob } from './worker.js';

/** What delivers. */
@Module({
  imports: [
    DispatchModule,
    PublishingModule,
    EventOrderModule,
    RedactionModule,
    ReplayModule,
    HousekeepingModule,
    EndpointWatchModule,
  ],
  providers: [
    Worker,
    {
      provide: BACKGROUND_JOBS,
      inject: [
        FanoutFollowUp,
        EventSequencer,
        RedactionFollowUp,
        ReplayRunner,
        Housekeeping,
        EndpointWatch,
      ],
      useFactory: (...jobs: BackgroundJob[]) => jobs,
    },
  ],
  exports: [Worker],
})
export class WorkerModule {}
