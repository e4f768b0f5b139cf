import { Module } from '@nestjs/common';
import { Housekeeping } from './housekeeping.service.js';

/** Provides `Housekeeping`, not yet started. */
@Module({ providers: [Housekeeping], exports: [Housekeeping] })
export class HousekeepingModule {}
