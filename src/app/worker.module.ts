import { Module } from '@nestjs/common';
import { DispatchModule } from '../dispatch/index.js';
import { HousekeepingModule } from '../housekeeping/index.js';
import { PublishingModule } from '../publishing/index.js';
import { RedactionModule } from '../redaction/index.js';
import { Worker } from './worker.js';

/** What delivers. */
@Module({
  imports: [DispatchModule, PublishingModule, RedactionModule, HousekeepingModule],
  providers: [Worker],
  exports: [Worker],
})
export class WorkerModule {}
