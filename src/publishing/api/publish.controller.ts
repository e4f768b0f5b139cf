import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiOperation, ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { Admission, Allow, principalOf } from '../../auth/index.js';
import type { AuthenticatedRequest } from '../../auth/index.js';
import { invalid, LOGGER, AppError } from '../../common/index.js';
import type { Logger } from '../../common/index.js';
import {
  AnswersWith,
  BATCH_BODY,
  directRoute,
  EVENT_BODY,
  RouteOptions,
  serveDirectly,
} from '../../http/index.js';
import type { AnswerHeaders } from '../../http/index.js';
import { BatchResults, PublishBatchBody, PublishedEvent, PublishEventBody } from './publish.dto.js';
import { Publisher } from '../publisher.service.js';
import { publishBatch, readBatch } from './publish-batch.js';
import { readPublish } from './read-publish.js';
import { parseIdempotencyKey } from '../../idempotency/index.js';
import type { ReadPublish } from '../publish-contract.js';

type HeaderKey = string | string[] | undefined;

const keyOf = ({ headers }: AuthenticatedRequest): HeaderKey => headers['idempotency-key'];

/** Returns the body with the key of the header `Idempotency-Key` as its own, refused where it has another. */
function underHeaderKey(read: ReadPublish, header: HeaderKey): ReadPublish {
  const { body } = read;
  if (header === undefined || typeof body !== 'object' || body === null) return read;
  try {
    const key = parseIdempotencyKey(header);
    const { idempotency_key: own = key } = body as { idempotency_key?: unknown };
    if (own === key) return { ...read, body: { ...body, idempotency_key: key } };
    const message = 'differs from the header Idempotency-Key: send one of the two';
    throw invalid([{ pointer: '/idempotency_key', code: 'idempotency_key_mismatch', message }]);
  } catch (error) {
    if (error instanceof AppError) return { error, ...read };
    throw error;
  }
}

/** Seconds until entries of a batch that could not be stored may be sent again. */
const RETRY_AFTER = '1';

@ApiTags('publishing')
@Controller('v1/events')
export class PublishController implements OnModuleInit {
  constructor(
    private readonly publisher: Publisher,
    private readonly host: HttpAdapterHost,
    private readonly admission: Admission,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Serves the plain requests to both routes itself; Nest has the others, and documents them. */
  onModuleInit(): void {
    const { server } = this.host.httpAdapter.getInstance<FastifyInstance>();
    const routes = [directRoute(this, 'publish'), directRoute(this, 'publishBatch')];
    serveDirectly(server, routes, {
      admit: (request, rules) => this.admission.admit(request, rules),
      logger: this.logger,
    });
  }

  /** Publishes an event. 202 means that it is committed, with a delivery for every endpoint that takes it. */
  @Post()
  @RouteOptions({ body: EVENT_BODY, ownIdempotency: true, unlimited: true })
  @ApiOperation({ operationId: 'publishEvent' })
  @AnswersWith('idempotency_conflict', 'unknown_event_type', 'asset_not_allowed', 'not_storable')
  @HttpCode(202)
  @Allow('publisher')
  @ApiBody({ type: PublishEventBody })
  async publish(@Req() request: AuthenticatedRequest): Promise<PublishedEvent> {
    const { tenantIds, keyId } = principalOf(request);
    const read = underHeaderKey(readPublish(request.body), keyOf(request));
    const store = await this.publisher.prepareBody(read, tenantIds, { source: 'api', keyId });
    return store();
  }

  /**
   * Publishes up to 500 events (8 MiB); answers each in order. An entry's 503 means that it could not
   * be stored just now: send it again after the seconds in `Retry-After`. 503 as the answer: none was stored.
   */
  @Post('batch')
  @RouteOptions({ body: BATCH_BODY, ownIdempotency: true, unlimited: true })
  @ApiOperation({ operationId: 'publishEvents' })
  @HttpCode(202)
  @Allow('publisher')
  @ApiBody({ type: PublishBatchBody })
  async publishBatch(
    @Req() request: AuthenticatedRequest,
    @Res({ passthrough: true }) answer: AnswerHeaders,
  ): Promise<BatchResults> {
    if (keyOf(request) !== undefined) throw keyOfBatch();
    const results = await publishBatch(this.publisher, await readBatch(request.body), {
      principal: principalOf(request),
      logger: this.logger,
    });
    if (results.some(({ status }) => status === 503)) answer.header('Retry-After', RETRY_AFTER);
    return { results };
  }
}

function keyOfBatch(): AppError {
  const message =
    'The header Idempotency-Key is not for a batch: each entry has its own idempotency_key.';
  return invalid([{ pointer: '', code: 'not_allowed', message }]);
}
