import { Module } from '@nestjs/common';
import { InspectionModule } from '../records/index.js';
import { SearchModule } from '../search/index.js';
import { ExplainController } from './explain.controller.js';
import { Explanations } from './explain.service.js';
import { ExplanationFacts } from './explanation-facts.service.js';

/** The answers in words to "why did they not get it?". Needs database and auth. */
@Module({
  imports: [InspectionModule, SearchModule],
  controllers: [ExplainController],
  providers: [Explanations, ExplanationFacts],
})
export class ExplainModule {}
