import { Module } from '@nestjs/common';
import { AuditChain, AuditChainModule } from '../auth/index.js';
import { DispatchModule } from '../delivery/index.js';
import { EndpointMonitor, EndpointMonitorModule } from '../endpoint-monitor/index.js';
import { ErasureModule, ErasureRunner } from '../erasure/index.js';
import { EventLogModule, EventLogWriter } from '../event-log/index.js';
import { Housekeeping, HousekeepingModule } from '../housekeeping/index.js';
import { PendingFanouts, PublishingModule } from '../publishing/index.js';
import { RedactionFollowUp, RedactionModule } from '../redaction/index.js';
import { EndpointSightings, SuccessReports } from '../queue/index.js';
import { ReplayModule, ReplayRunner } from '../replay/index.js';
import { Retention, RetentionModule } from '../retention/index.js';
import { StatisticsFold, StatisticsModule } from '../statistics/index.js';
import { TenantErasureModule, TenantErasureRunner } from '../tenants/index.js';
import { BACKGROUND_JOBS, Worker } from './worker.js';
import type { BackgroundJob } from './worker.js';

/** Assembles the parts that deliver. */
@Module({
  imports: [
    DispatchModule,
    PublishingModule,
    EventLogModule,
    AuditChainModule,
    RedactionModule,
    ErasureModule,
    TenantErasureModule,
    ReplayModule,
    HousekeepingModule,
    RetentionModule,
    StatisticsModule,
    EndpointMonitorModule,
  ],
  providers: [
    Worker,
    {
      provide: BACKGROUND_JOBS,
      inject: [
        PendingFanouts,
        EventLogWriter,
        AuditChain,
        RedactionFollowUp,
        ErasureRunner,
        TenantErasureRunner,
        ReplayRunner,
        Housekeeping,
        Retention,
        StatisticsFold,
        EndpointMonitor,
        EndpointSightings,
        SuccessReports,
      ],
      useFactory: (...jobs: BackgroundJob[]) => jobs,
    },
  ],
  exports: [Worker],
})
export class WorkerModule {}
