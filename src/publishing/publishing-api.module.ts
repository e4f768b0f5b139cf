import { Module } from '@nestjs/common';
import { EventsIntakeController } from './events-intake.controller.js';
import { PublishingModule } from './publishing.module.js';

/** The routes that publish, for processes that serve the API. */
@Module({ imports: [PublishingModule], controllers: [EventsIntakeController] })
export class PublishingApiModule {}
