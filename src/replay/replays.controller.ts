import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
} from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal, CurrentTenant } from '../auth/index.js';
import type { Principal, TenantRef } from '../auth/index.js';
import { AnswersWith, ENDPOINT_ID, NoBody, REPLAY_ID } from '../http/index.js';
import {
  ReplayDto,
  ReplayPageDto,
  ReplayQuery,
  StartedReplayDto,
  StartReplayDto,
} from './replay.dto.js';
import { ReplayStarter } from './replay-starter.service.js';
import { Replays } from './replays.service.js';

@ApiTags('replays')
@Controller('v1/tenants/:tenant')
@Allow('tenant', 'support')
export class ReplaysController {
  constructor(
    @Inject(ReplayStarter) private readonly starter: ReplayStarter,
    @Inject(Replays) private readonly replays: Replays,
  ) {}

  /**
   * Sends the events of a time window to an endpoint again: what failed, what it has missed, or
   * everything. Workers perform the replay a few hundred deliveries at a time, next to what is published
   * meanwhile, or as many in a second as `rate_per_second` says. Its attempts have the trigger `replay` and respect the endpoint's pause, rate limit, order
   * and breaker. Tests are never replayed. If the same request is repeated while its replay runs, the
   * answer is that replay. Deliveries are counted before the answer, which takes about ten seconds for a
   * window of a million events. 409 `endpoint_not_active`: resume the endpoint first. 429
   * `too_many_replays`: a tenant may have at most ten running replays.
   */
  @Post('endpoints/:id/replay')
  @Allow('tenant', 'support', { capability: 'deliveries.write' })
  @ApiOperation({ operationId: 'startReplay' })
  @AnswersWith(
    'endpoint_not_active',
    'pending_confirmation',
    'too_many_replays',
    'unknown_event_type',
  )
  @HttpCode(202)
  start(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', ENDPOINT_ID) endpointId: string,
    @Body() fields: StartReplayDto,
  ): Promise<StartedReplayDto> {
    return this.starter.start({ tenantId: tenant.id, endpointId }, fields, principal);
  }

  /** Lists the tenant's replays, newest first. */
  @Get('replays')
  list(@CurrentTenant() tenant: TenantRef, @Query() query: ReplayQuery): Promise<ReplayPageDto> {
    return this.replays.list(tenant.id, query);
  }

  /** Returns a replay with its progress and the outcomes of its deliveries. */
  @Get('replays/:id')
  get(
    @CurrentTenant() tenant: TenantRef,
    @Param('id', REPLAY_ID) replayId: string,
  ): Promise<ReplayDto> {
    return this.replays.get({ tenantId: tenant.id, replayId });
  }

  /**
   * Cancels a running replay. Nothing more is queued. Queued deliveries without an attempt are withdrawn:
   * they are failed again, removed, or not resent. Deliveries that had an attempt continue. Cancelling
   * again changes nothing; 409 `already_finished` if the replay has finished.
   */
  @Delete('replays/:id')
  @Allow('tenant', 'support', { capability: 'deliveries.write' })
  @ApiOperation({ operationId: 'cancelReplay' })
  @AnswersWith('already_finished')
  @NoBody()
  @HttpCode(200)
  async cancel(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', REPLAY_ID) replayId: string,
  ): Promise<ReplayDto> {
    const ref = { tenantId: tenant.id, replayId };
    await this.replays.cancel(ref, principal);
    return this.replays.get(ref);
  }
}
