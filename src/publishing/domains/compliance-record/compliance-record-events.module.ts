import { Module } from '@nestjs/common';
import { ComplianceRecordEvents } from './compliance-record-events.service.js';

/** For modules that publish compliance records. Needs `PostriderModule` in the application, or `PostriderTestingModule` in a test. */
@Module({
  providers: [ComplianceRecordEvents],
  exports: [ComplianceRecordEvents],
})
export class ComplianceRecordEventsModule {}
