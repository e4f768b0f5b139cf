import { Module } from '@nestjs/common';
import { Removals } from './removals.js';
import { Retention } from './retention.service.js';

/** Provides `Retention`, not yet started. */
@Module({ providers: [Removals, Retention], exports: [Retention] })
export class RetentionModule {}
