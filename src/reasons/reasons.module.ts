import { Module } from '@nestjs/common';
import { ReasonsController } from './reasons.controller.js';

/** The page `/docs/reasons`. */
@Module({ controllers: [ReasonsController] })
export class ReasonsModule {}
