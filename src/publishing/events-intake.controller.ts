import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../auth/index.js';
import type { Principal } from '../auth/index.js';
import { CHECKS_ENTRIES } from '../http/index.js';
import { parseBatch } from './parse-batch.js';
import { BatchResults, PublishBatchBody, PublishedEvent, PublishEventBody } from './publish.dto.js';
import { Intake } from './intake.js';
import { publishBatch } from './publish-batch.js';

@ApiTags('publishing')
@Controller('v1/events')
export class EventsIntakeController {
  constructor(private readonly intake: Intake) {}

  /** Publishes an event. 202 means that it is committed, with a delivery for every endpoint that takes it. */
  @Post()
  @RouteConfig(CHECKS_ENTRIES)
  @HttpCode(202)
  @Allow('publisher')
  @ApiBody({ type: PublishEventBody })
  publish(
    @Body() body: unknown,
    @CurrentPrincipal() principal: Principal,
  ): Promise<PublishedEvent> {
    return this.intake.publish(body, principal);
  }

  /** Publishes up to 500 events (8 MiB); answers each in order. */
  @Post('batch')
  @RouteConfig(CHECKS_ENTRIES)
  @HttpCode(202)
  @Allow('publisher')
  @ApiBody({ type: PublishBatchBody })
  async publishBatch(
    @Body() body: unknown,
    @CurrentPrincipal() principal: Principal,
  ): Promise<BatchResults> {
    return { results: await publishBatch(this.intake, parseBatch(body), principal) };
  }
}
