import { Module } from '@nestjs/common';
import { EndpointsModule } from '../endpoints/index.js';
import { ReplayStarter } from './replay-starter.service.js';
import { ReplayTargets } from './replay-targets.js';
import { ReplaysController } from './replays.controller.js';
import { Replays } from './replays.service.js';

/** The routes of replays. Needs database, catalogue and auth. */
@Module({
  imports: [EndpointsModule],
  controllers: [ReplaysController],
  providers: [ReplayStarter, Replays, ReplayTargets],
})
export class ReplayApiModule {}
