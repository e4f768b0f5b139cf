import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentTenant } from '../auth/index.js';
import type { TenantRef } from '../auth/index.js';
import { OpenProblemListDto } from './problem.dto.js';
import { Problems } from './problems.service.js';

@ApiTags('statistics')
@Controller('v1/tenants/:tenant/problems')
export class ProblemsController {
  constructor(@Inject(Problems) private readonly problems: Problems) {}

  /**
   * What does not work at the tenant's endpoints now, grouped by error class and status, with the change that it began
   * with and the time at which the endpoint will be disabled. What has succeeded since is not listed.
   */
  @Get()
  @ApiOperation({ operationId: 'listProblems' })
  @Allow('viewer', 'support')
  list(@CurrentTenant() tenant: TenantRef): Promise<OpenProblemListDto> {
    return this.problems.list(tenant.id);
  }
}
