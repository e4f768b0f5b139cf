import { Module } from '@nestjs/common';
import { DispatchModule } from '../dispatch/index.js';
import { HousekeepingModule } from '../housekeeping/index.js';
import { PublishingModule } from '../publishing/index.js';
import { Worker } from './worker.js';

/** What delivers. */
@Module({
  imports: [DispatchModule, PublishingModule, HousekeepingModule],
  providers: [Worker],
  exports: [Worker],
})
export class WorkerModule {}
