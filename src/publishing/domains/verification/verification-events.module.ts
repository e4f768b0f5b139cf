import { Module } from '@nestjs/common';
import { VerificationEvents } from './verification-events.service.js';

/** For modules that publish the steps of a verification. Needs `PostriderModule` in the application, or `PostriderTestingModule` in a test. */
@Module({
  providers: [VerificationEvents],
  exports: [VerificationEvents],
})
export class VerificationEventsModule {}
