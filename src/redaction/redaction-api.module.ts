import { Module } from '@nestjs/common';
import { InspectionModule } from '../records/index.js';
import { RedactionController } from './redaction.controller.js';
import { Redactions } from './redactions.service.js';

/** The route that redacts. Needs database and auth. */
@Module({
  imports: [InspectionModule],
  controllers: [RedactionController],
  providers: [Redactions],
})
export class RedactionApiModule {}
