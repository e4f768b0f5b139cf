import { Module } from '@nestjs/common';
import { EventsModule } from '../events/index.js';
import { InspectionModule } from '../records/index.js';
import { ExportsController } from './exports.controller.js';
import { Exports } from './exports.service.js';

/** Lists as files. Needs database and auth. */
@Module({
  imports: [EventsModule, InspectionModule],
  controllers: [ExportsController],
  providers: [Exports],
})
export class ExportsModule {}
