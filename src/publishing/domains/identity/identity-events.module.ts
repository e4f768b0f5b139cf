import { Module } from '@nestjs/common';
import { IdentityEvents } from './identity-events.service.js';

/** For modules that publish identity events. Needs `PostriderModule` in the application, or `PostriderTestingModule` in a test. */
@Module({ providers: [IdentityEvents], exports: [IdentityEvents] })
export class IdentityEventsModule {}
