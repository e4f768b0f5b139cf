import { Module } from '@nestjs/common';
import { PublishingModule } from '../publishing.module.js';
import { ComplianceRecordEvents } from './compliance-record-events.service.js';

/** For modules that publish compliance records. Needs `PostriderModule` in the application. */
@Module({
  imports: [PublishingModule],
  providers: [ComplianceRecordEvents],
  exports: [ComplianceRecordEvents],
})
export class ComplianceRecordEventsModule {}
