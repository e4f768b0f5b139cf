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
  Injectable,
} from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { PipeTransform } from '@nestjs/common';
import { Allow, CurrentPrincipal, CurrentTenant } from '../auth/index.js';
import type { Principal, TenantRef } from '../auth/index.js';
import { EndpointIdPipe } from '../endpoints/index.js';
import { AnswersWith, NoBody } from '../http/index.js';
import {
  ReplayDto,
  ReplayPageDto,
  ReplayQuery,
  StartedReplayDto,
  StartReplayDto,
} from './replay.dto.js';
import { ReplayStarter } from './replay-starter.service.js';
import { Replays } from './replays.service.js';
import { notFound, parseId } from '../common/index.js';

/** `rpl_…` of the path as a UUID; what is no such id is a 404. */
@Injectable()
class ReplayIdPipe implements PipeTransform<string, string> {
  transform(text: string): string {
    const uuid = parseId('replay', text);
    if (uuid === undefined) throw notFound('replay');
    return uuid;
  }
}

@ApiTags('replays')
@Controller('v1/tenants/:tenant')
@Allow('tenant', 'support')
export class ReplaysController {
  constructor(
    @Inject(ReplayStarter) private readonly starter: ReplayStarter,
    @Inject(Replays) private readonly replays: Replays,
  ) {}

  /**
   * Sends a window of events to an endpoint again: what failed, what it has missed, or everything. The
   * replay is carried out by workers, a few hundred deliveries at a time and beside what is published
   * meanwhile; its attempts have the trigger `replay` and mind the endpoint's pause, rate limit, order
   * and breaker. Tests are never replayed. The same request while its replay runs is answered with that
   * replay. Counting is done before the answer and takes time where the window holds many events: some
   * ten seconds for a million. 409
   * `endpoint_not_active`: resume the endpoint first. 429 `too_many_replays`: at most ten run at once
   * for a tenant.
   */
  @Post('endpoints/:id/replay')
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
    @Param('id', EndpointIdPipe) endpointId: string,
    @Body() fields: StartReplayDto,
  ): Promise<StartedReplayDto> {
    return this.starter.start({ tenantId: tenant.id, endpointId }, fields, principal);
  }

  /** The tenant's replays, newest first. */
  @Get('replays')
  list(@CurrentTenant() tenant: TenantRef, @Query() query: ReplayQuery): Promise<ReplayPageDto> {
    return this.replays.list(tenant.id, query);
  }

  /** A replay, how far it has come and what became of its deliveries. */
  @Get('replays/:id')
  get(
    @CurrentTenant() tenant: TenantRef,
    @Param('id', ReplayIdPipe) replayId: string,
  ): Promise<ReplayDto> {
    return this.replays.get({ tenantId: tenant.id, replayId });
  }

  /**
   * Ends a running replay. What it has not queued yet is not, and what is queued and was not begun is
   * taken back: failed again, not there, or not sent once more. Deliveries that had an attempt go on.
   * Cancelling again changes nothing; 409 `already_finished` where there is nothing to cancel.
   */
  @Delete('replays/:id')
  @ApiOperation({ operationId: 'cancelReplay' })
  @AnswersWith('already_finished')
  @NoBody()
  @HttpCode(200)
  async cancel(
    @CurrentPrincipal() principal: Principal,
    @CurrentTenant() tenant: TenantRef,
    @Param('id', ReplayIdPipe) replayId: string,
  ): Promise<ReplayDto> {
    const ref = { tenantId: tenant.id, replayId };
    await this.replays.cancel(ref, principal);
    return this.replays.get(ref);
  }
}
