import { Module } from '@nestjs/common';
import { PublishingModule } from '../publishing.module.js';
import { VerificationEvents } from './verification-events.service.js';

/** For modules that publish the steps of a verification. Needs `PostriderModule` in the application. */
@Module({
  imports: [PublishingModule],
  providers: [VerificationEvents],
  exports: [VerificationEvents],
})
export class VerificationEventsModule {}
