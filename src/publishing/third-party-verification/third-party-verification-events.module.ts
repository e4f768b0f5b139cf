import { Module } from '@nestjs/common';
import { PublishingModule } from '../publishing.module.js';
import { ThirdPartyVerificationEvents } from './third-party-verification-events.service.js';

/** For modules that publish third-party verifications. Needs `PostriderModule` in the application. */
@Module({
  imports: [PublishingModule],
  providers: [ThirdPartyVerificationEvents],
  exports: [ThirdPartyVerificationEvents],
})
export class ThirdPartyVerificationEventsModule {}
