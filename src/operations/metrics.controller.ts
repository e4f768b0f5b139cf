import { createHash, timingSafeEqual } from 'node:crypto';
import { Controller, Get, Header, Inject, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../auth/index.js';
import { AppError } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import type { HttpRequest } from '../http/index.js';
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
