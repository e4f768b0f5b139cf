import { Module } from '@nestjs/common';
import { HealthController, MetricsController } from './operations.controller.js';
import { DatabaseGauges } from './database-gauges.js';
import { Readiness } from './readiness.js';

/** Health and metrics, in every role. */
@Module({
  controllers: [HealthController, MetricsController],
  providers: [Readiness, DatabaseGauges],
  exports: [Readiness],
})
export class OperationsModule {}
