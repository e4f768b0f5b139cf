import { Controller, Get, Res, Header, Inject, Req } from '@nestjs/common';
import {
  ApiOkResponse,
  ApiOperation,
  ApiServiceUnavailableResponse,
  ApiTags,
  ApiExcludeController,
} from '@nestjs/swagger';
import { Public } from '../auth/index.js';
import type { HttpReply, HttpRequest } from '../http/index.js';
import { HealthReport } from './health.dto.js';
import { Readiness } from './readiness.js';
import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { Metrics } from '../metrics/index.js';

@ApiExcludeController()
@Public()
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    @Inject(SETTINGS) private readonly settings: RunSettings,
  ) {}

  /** Allowed from the loopback, or with METRICS_TOKEN as bearer token if it is set. */
  @Get()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  scrape(@Req() request: HttpRequest): Promise<string> {
    checkAccess(request, this.settings.metricsToken);
    return this.metrics.registry.metrics();
  }
}

function checkAccess(request: HttpRequest, token: string | undefined): void {
  if (token === undefined) {
    if (LOOPBACK.test(request.socket.remoteAddress ?? '')) return;
    const message = 'Metrics are served to the loopback only while METRICS_TOKEN is not set.';
    throw new AppError('forbidden', 403, { message });
  }
  const sent = request.headers.authorization ?? '';
  if (timingSafeEqual(digest(sent), digest(`Bearer ${token}`))) return;
  const message = 'Send METRICS_TOKEN as bearer token.';
  throw new AppError('unauthorized', 401, { message });
}

const LOOPBACK = /^(::ffff:)?127\.|^::1$/;

/** `timingSafeEqual` needs inputs of equal length. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

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
