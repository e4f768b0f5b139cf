import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { LOGGER } from '../../src/common/index.js';
import type { Logger } from '../../src/common/index.js';

@Module({})
class LogModule {}

/** Provides a log to modules that a test composes without the foundation of a process. */
export function logOf(logger: Logger): DynamicModule {
  const providers = [{ provide: LOGGER, useValue: logger }];
  return { module: LogModule, global: true, providers, exports: [LOGGER] };
}
