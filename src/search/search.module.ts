import { Module } from '@nestjs/common';
import { EndpointsModule } from '../endpoints/index.js';
import { InspectionModule } from '../records/index.js';
import { PublishingApiModule } from '../publishing/index.js';
import { SearchController } from './search.controller.js';
import { Search } from './search.service.js';

/** `GET /v1/search` over the records of other modules. Needs database and auth. */
@Module({
  imports: [EndpointsModule, InspectionModule, PublishingApiModule],
  controllers: [SearchController],
  providers: [Search],
  exports: [Search],
})
export class SearchModule {}
