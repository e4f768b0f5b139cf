import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../auth/index.js';
import type { Principal } from '../auth/index.js';
import { HealthBoard } from './health-board.service.js';
import { PlatformDto, TenantHealthPageDto, TenantHealthQuery } from './platform.dto.js';
import { Platform } from './platform.service.js';

@ApiTags('platform')
@Controller('v1/platform')
@Allow('support')
export class PlatformController {
  constructor(
    @Inject(Platform) private readonly platform: Platform,
    @Inject(HealthBoard) private readonly board: HealthBoard,
  ) {}

  /**
   * What operators look at: the queue, processes, database, Redis, mail, errors by host, settings and encryption keys.
   * Secrets are hidden. A part that cannot be read within two seconds is null.
   */
  @Get()
  @ApiOperation({ operationId: 'getPlatform' })
  read(@CurrentPrincipal() { tenantIds }: Principal): Promise<PlatformDto> {
    return this.platform.read(tenantIds);
  }

  /** How the tenants are doing, the worst first: by how long their oldest delivery waits, then by what does not work. */
  @Get('tenants')
  @ApiOperation({ operationId: 'listTenantHealth' })
  tenants(
    @CurrentPrincipal() { tenantIds }: Principal,
    @Query() query: TenantHealthQuery,
  ): Promise<TenantHealthPageDto> {
    return this.board.list(tenantIds, query);
  }
}
