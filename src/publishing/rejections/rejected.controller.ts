import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal, TenantDirectory } from '../../auth/index.js';
import type { Principal } from '../../auth/index.js';
import { notFound, parseId } from '../../common/index.js';
import { AnswersWith, NoBody, RouteOptions } from '../../http/index.js';
import { RevealDto } from '../../records/index.js';
import { PublishedEvent } from '../api/publish.dto.js';
import { RejectedPublishes } from './rejected-publishes.service.js';
import { RejectedPageDto, RejectedPublishWithBodyDto, RejectedQuery } from './rejected.dto.js';

@ApiTags('support')
@Controller('v1/rejected')
export class RejectedController {
  constructor(
    private readonly rejected: RejectedPublishes,
    private readonly tenants: TenantDirectory,
  ) {}

  /** Publishes of the last 7 days that were refused for their content, across tenants, newest first. */
  @Get()
  @ApiOperation({ operationId: 'listRejected' })
  @Allow('support')
  async list(
    @CurrentPrincipal() principal: Principal,
    @Query() query: RejectedQuery,
  ): Promise<RejectedPageDto> {
    const { tenant_id: reference } = query;
    const scope =
      reference === undefined
        ? principal.tenantIds
        : [(await this.tenants.resolve(principal, reference)).id];
    return this.rejected.list(scope, query);
  }

  /** One of them, with its body, whose personal data is masked for support. */
  @Get(':id')
  @ApiOperation({ operationId: 'getRejected' })
  @Allow('support')
  get(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
  ): Promise<RejectedPublishWithBodyDto> {
    return this.rejected.get(uuidOf(id), principal);
  }

  /** Returns one of them with all personal data, once. The reason is in the audit log, also in that of its tenant. */
  @Post(':id/reveal')
  @ApiOperation({ operationId: 'revealRejected' })
  @RouteOptions({ showsSecret: true })
  @HttpCode(200)
  @Allow('support')
  reveal(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Body() { reason }: RevealDto,
  ): Promise<RejectedPublishWithBodyDto> {
    return this.rejected.reveal(uuidOf(id), reason, principal);
  }

  /** Publishes it again, once what was wrong is mended; 422 with the new errors where it is not. */
  @Post(':id/publish')
  @ApiOperation({ operationId: 'publishRejected' })
  @AnswersWith(
    'already_published',
    'gone',
    'idempotency_conflict',
    'unknown_event_type',
    'asset_not_allowed',
    'not_storable',
  )
  @NoBody()
  @HttpCode(202)
  @Allow('admin')
  publish(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
  ): Promise<PublishedEvent> {
    return this.rejected.publish(uuidOf(id), principal);
  }
}

function uuidOf(id: string): string {
  const uuid = parseId('rejected', id);
  if (uuid === undefined) throw notFound('rejected publish');
  return uuid;
}
