import { Module } from '@nestjs/common';
import { HealthController, MetricsController } from './operations.controller.js';
import { QueueGauges } from './queue-gauges.js';
import { Readiness } from './readiness.js';

/** Health and metrics, in every role. */
@Module({
  controllers: [HealthController, MetricsController],
  providers: [Readiness, QueueGauges],
  exports: [Readiness],
})
export class OperationsModule {}
