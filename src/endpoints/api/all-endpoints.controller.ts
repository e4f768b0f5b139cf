import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../../auth/index.js';
import type { Principal } from '../../auth/index.js';
import { Endpoints } from '../editing/endpoints.service.js';
import { EndpointPageDto } from './endpoint.dto.js';
import { AllEndpointsQuery } from './endpoint-request.dto.js';

/** Across tenants. */
@ApiTags('support')
@Controller('v1/endpoints')
@Allow('support')
export class AllEndpointsController {
  constructor(@Inject(Endpoints) private readonly endpoints: Endpoints) {}

  /** Lists the endpoints of all tenants, newest first, such as those that are disabled or failing. */
  @Get()
  @ApiOperation({ operationId: 'listAllEndpoints' })
  list(
    @CurrentPrincipal() principal: Principal,
    @Query() query: AllEndpointsQuery,
  ): Promise<EndpointPageDto> {
    return this.endpoints.listAll(query, principal);
  }
}
