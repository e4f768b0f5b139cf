import { Module } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { EndpointsModule } from '../endpoints/index.js';
import { ReplayRunner, ReplayStep } from './replay-runner.js';
import { ReplayStarter } from './replay-starter.service.js';
import { ReplayTargets } from './replay-targets.js';
import { ReplaysController } from './replays.controller.js';
import { Replays } from './replays.service.js';

/** The routes of replays. Needs database, catalogue and auth. */
@Module({
  imports: [EndpointsModule],
  controllers: [ReplaysController],
  providers: [ReplayStarter, Replays, ReplayTargets],
})
export class ReplayApiModule {}

/** The worker's part in replays. Provides the `ReplayRunner`, not yet started. Needs the database. */
@Module({
  imports: [EndpointsModule],
  providers: [
    ReplayTargets,
    {
      provide: ReplayStep,
      inject: [getDataSourceToken(), ReplayTargets, SETTINGS],
      useFactory: (
        source: DataSource,
        targets: ReplayTargets,
        { retryScheduleSeconds }: RunSettings,
      ) => new ReplayStep(source, targets, retryScheduleSeconds.length + 1),
    },
    ReplayRunner,
  ],
  exports: [ReplayRunner],
})
export class ReplayModule {}
