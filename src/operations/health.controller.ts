import { Controller, Get, Res } from '@nestjs/common';
import {
  ApiOkResponse,
  ApiOperation,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import { Public } from '../auth/index.js';
import type { HttpReply } from '../http/index.js';
import { HealthReport } from './health.dto.js';
import { Readiness } from './readiness.js';

@ApiTags('operations')
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** The process answers. */
  @Get('live')
  @ApiOperation({ operationId: 'getLiveness' })
  live(): HealthReport {
    return { status: 'ok', checks: {} };
  }

  /** The process can do its work; otherwise 503 with the failed checks. */
  @Get('ready')
  @ApiOkResponse({ type: HealthReport })
  @ApiServiceUnavailableResponse({ type: HealthReport, description: 'The checks that failed.' })
  @ApiOperation({ operationId: 'getReadiness' })
  async ready(@Res({ passthrough: true }) reply: HttpReply): Promise<HealthReport> {
    const report = await this.readiness.report();
    if (report.status !== 'ok') reply.status(503);
    return report;
  }
}
