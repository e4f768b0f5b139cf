import { Module } from '@nestjs/common';
import { EventsModule } from '../events/index.js';
import { PublishingApiModule } from '../publishing/index.js';
import { InspectionModule } from '../records/index.js';
import { ExportsController, SubjectExportController } from './exports.controller.js';
import { Exports } from './exports.service.js';
import { SubjectExport } from './subject-export.service.js';

/** Lists as files, and all that is kept about a subject. Needs database and auth. */
@Module({
  imports: [EventsModule, InspectionModule, PublishingApiModule],
  controllers: [ExportsController, SubjectExportController],
  providers: [Exports, SubjectExport],
})
export class ExportsModule {}
