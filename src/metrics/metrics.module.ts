import { Global, Module } from '@nestjs/common';
import { Metrics } from './metrics.js';

/** Provides the process's `Metrics`. */
@Global()
@Module({ providers: [Metrics], exports: [Metrics] })
export class MetricsModule {}
