import { Module } from '@nestjs/common';
import { RateLimits } from './rate-limits.service.js';

/** Provides `RateLimits`. Needs settings, log and metrics. */
@Module({ providers: [RateLimits], exports: [RateLimits] })
export class RateLimitsModule {}
