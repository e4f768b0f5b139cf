import { Module } from '@nestjs/common';
import { PublishingModule } from '../publishing.module.js';
import { IdentityEvents } from './identity-events.service.js';

/** For modules that publish identity events. Needs `PostriderModule` in the application. */
@Module({ imports: [PublishingModule], providers: [IdentityEvents], exports: [IdentityEvents] })
export class IdentityEventsModule {}
