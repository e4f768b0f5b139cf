import { Module } from '@nestjs/common';
import { RedactionFollowUp } from './redaction.query.js';

/** Provides `RedactionFollowUp`, not yet started. */
@Module({ providers: [RedactionFollowUp], exports: [RedactionFollowUp] })
export class RedactionModule {}
