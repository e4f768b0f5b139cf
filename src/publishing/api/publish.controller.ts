import { Body, Controller, Headers, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiBody, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPrincipal } from '../../auth/index.js';
import type { Principal } from '../../auth/index.js';
import { invalid, LOGGER, AppError } from '../../common/index.js';
import type { Logger } from '../../common/index.js';
import { AnswersWith, BATCH_BODY, EVENT_BODY, RouteOptions } from '../../http/index.js';
import type { HttpReply } from '../../http/index.js';
import { BatchResults, PublishBatchBody, PublishedEvent, PublishEventBody } from './publish.dto.js';
import { Publisher } from '../publisher.service.js';
import { publishBatch, readBatch } from './publish-batch.js';
import { readPublish } from './read-publish.js';
import { parseIdempotencyKey } from '../../idempotency/index.js';
import type { ReadPublish } from '../publish-contract.js';

/** Returns the body with the key of the header `Idempotency-Key` as its own, refused where it has another. */
function underHeaderKey(read: ReadPublish, header: string | undefined): ReadPublish {
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
export class PublishController {
  constructor(
    private readonly publisher: Publisher,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Publishes an event. 202 means that it is committed, with a delivery for every endpoint that takes it. */
  @Post()
  @RouteOptions({ body: EVENT_BODY, ownIdempotency: true })
  @ApiOperation({ operationId: 'publishEvent' })
  @AnswersWith('idempotency_conflict', 'unknown_event_type', 'asset_not_allowed', 'not_storable')
  @HttpCode(202)
  @Allow('publisher')
  @ApiBody({ type: PublishEventBody })
  async publish(
    @Body() bytes: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @CurrentPrincipal() principal: Principal,
  ): Promise<PublishedEvent> {
    const { tenantIds, keyId } = principal;
    const read = underHeaderKey(readPublish(bytes), key);
    const store = await this.publisher.prepareBody(read, tenantIds, { source: 'api', keyId });
    return store();
  }

  /**
   * Publishes up to 500 events (8 MiB); answers each in order. An entry's 503 means that it could not
   * be stored just now: send it again after the seconds in `Retry-After`. 503 as the answer: none was stored.
   */
  @Post('batch')
  @RouteOptions({ body: BATCH_BODY, ownIdempotency: true })
  @ApiOperation({ operationId: 'publishEvents' })
  @HttpCode(202)
  @Allow('publisher')
  @ApiBody({ type: PublishBatchBody })
  async publishBatch(
    @Body() bytes: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: HttpReply,
  ): Promise<BatchResults> {
    if (key !== undefined) throw keyOfBatch();
    const results = await publishBatch(this.publisher, await readBatch(bytes), {
      principal,
      logger: this.logger,
    });
    if (results.some(({ status }) => status === 503)) reply.header('Retry-After', RETRY_AFTER);
    return { results };
  }
}

function keyOfBatch(): AppError {
  const message =
    'The header Idempotency-Key is not for a batch: each entry has its own idempotency_key.';
  return invalid([{ pointer: '', code: 'not_allowed', message }]);
}
