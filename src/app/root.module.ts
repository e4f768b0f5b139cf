import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { Logger } from '../common/index.js';
import type { RunSettings } from '../config/index.js';
import { ProcessBeatsModule } from '../platform/index.js';
import { OperationsModule } from '../operations/index.js';
import { PagesModule } from '../pages/index.js';
import { ApiModule } from './api.module.js';
import { FoundationModule } from './foundation.module.js';
import { WorkerModule } from './worker.module.js';

const PARTS = { api: [ApiModule], worker: [WorkerModule], all: [ApiModule, WorkerModule] };

/** Assembles the modules of a process by its role. */
@Module({})
export class RootModule {
  static forRoot(settings: RunSettings, logger: Logger): DynamicModule {
    return {
      module: RootModule,
      imports: [
        FoundationModule.forRoot(settings, logger),
        ...PARTS[settings.role],
        OperationsModule,
        ProcessBeatsModule,
        PagesModule.forRoot(),
      ],
    };
  }
}
