import { Module } from '@nestjs/common';
import { AuthModule } from '../../auth/index.js';
import { PublishController } from './publish.controller.js';
import { PublishingModule } from '../publishing.module.js';
import { RejectedPublishes } from '../rejections/rejected-publishes.service.js';
import { RejectedController } from '../rejections/rejected.controller.js';

/** The routes that publish, and those of refused publishes, for processes that serve the API. */
@Module({
  imports: [PublishingModule, AuthModule],
  controllers: [PublishController, RejectedController],
  providers: [RejectedPublishes],
  exports: [RejectedPublishes],
})
export class PublishingApiModule {}
