import { Module } from '@nestjs/common';
import { RedactionFollowUp } from './redaction-follow-up.js';

/** Provides `RedactionFollowUp`, not yet started. */
@Module({ providers: [RedactionFollowUp], exports: [RedactionFollowUp] })
export class RedactionModule {}
