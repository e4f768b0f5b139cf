import { Module } from '@nestjs/common';
import { EventsModule } from '../events/index.js';
import { ErasureRunner } from './erasure-runner.js';
import { ErasuresController } from './erasures.controller.js';
import { Erasures } from './erasures.service.js';
import { SubjectHolds } from './subject-holds.service.js';

/** Provides `ErasureRunner`, not yet started. */
@Module({ imports: [EventsModule], providers: [ErasureRunner], exports: [ErasureRunner] })
export class ErasureModule {}

/** The routes that erase and hold subjects. Needs database and auth. */
@Module({
  controllers: [ErasuresController],
  providers: [Erasures, SubjectHolds],
})
export class ErasureApiModule {}
