import { Module } from '@nestjs/common';
import { ThirdPartyVerificationEvents } from './third-party-verification-events.service.js';

/** For modules that publish third-party verifications. Needs `PostriderModule` in the application, or `PostriderTestingModule` in a test. */
@Module({
  providers: [ThirdPartyVerificationEvents],
  exports: [ThirdPartyVerificationEvents],
})
export class ThirdPartyVerificationEventsModule {}
