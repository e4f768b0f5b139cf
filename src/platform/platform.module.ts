import { Module } from '@nestjs/common';
import { HealthBoard } from './health-board.service.js';
import { PlatformController } from './platform.controller.js';
import { Platform } from './platform.service.js';
import { ProcessBeats } from './process-beats.service.js';

/** Provides `ProcessBeats`, not yet started. */
@Module({ providers: [ProcessBeats], exports: [ProcessBeats] })
export class ProcessBeatsModule {}

/** The routes for operators. Needs database and auth. */
@Module({ controllers: [PlatformController], providers: [Platform, HealthBoard] })
export class PlatformModule {}
