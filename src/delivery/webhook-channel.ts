import { createHash } from 'node:crypto';
import type { AssetLinks } from '../assets/index.js';
import type { AttemptFacts } from '../attempts/index.js';
import type { Clock } from '../common/index.js';
import { buildRequest, maskHeaders } from './build-request.js';
import type { EventToSend } from './events-to-send.js';
import type { PreparedEndpoint } from './prepared-endpoints.js';
import { classifyOutcome, parseRetryAfter } from './schedule/index.js';
import type { Outcome } from './schedule/index.js';
import type { Sender, SendResult } from './transport/index.js';

export interface WebhookChannelOptions {
  userAgent: string;
  timeoutMs: number;
  responseBodyLimitBytes: number;
}

export interface AttemptRequest {
  attemptId: string;
  deliveryId: string;
  number: number;
  trigger: AttemptFacts['trigger'];
}

/** One attempt as a value: what to put on record, and what it means. */
export interface AttemptReport {
  facts: AttemptFacts;
  outcome: Outcome;
  retryAfterSeconds: number | undefined;
}

/** Sends events as signed HTTP requests. */
export class WebhookChannel {
  constructor(
    private readonly sender: Sender,
    private readonly clock: Clock,
    private readonly assets: AssetLinks,
    private readonly options: WebhookChannelOptions,
  ) {}

  /** Makes one attempt. Rejects only for bugs of ours: whatever the receiver does is a report. */
  async attempt(
    event: EventToSend,
    endpoint: PreparedEndpoint,
    request: AttemptRequest,
  ): Promise<AttemptReport> {
    const { deliveryId, number } = request;
    const fresh = await this.withLinks(event, endpoint);
    const attemptSeconds = Math.floor(this.clock.now() / 1000);
    const { headers, body } = buildRequest(
      fresh,
      endpoint,
      { deliveryId, number, attemptSeconds },
      this.options.userAgent,
    );
    const { timeoutMs, responseBodyLimitBytes } = this.options;
    const { url } = endpoint;
    const result = await this.sender.send({
      url,
      headers,
      body,
      timeoutMs,
      responseBodyLimitBytes,
    });
    return {
      ...this.judge(result),
      facts: {
        id: request.attemptId,
        number,
        trigger: request.trigger,
        format: endpoint.format,
        url,
        ip: result.ip,
        startedAt: new Date(result.startedAtMs),
        durationMs: result.durationMs,
        timings: result.timings,
        bodyHash: createHash('sha256').update(body).digest(),
        responseStatus: result.response?.status ?? null,
        error: result.error,
        exchange: {
          requestHeaders: maskHeaders(headers, endpoint.secretHeaders),
          response: result.response,
        },
      },
    };
  }

  /** Ids alone hold no links. */
  private async withLinks(event: EventToSend, { payload }: PreparedEndpoint): Promise<EventToSend> {
    if (!event.hasAssets || payload === 'thin') return event;
    return { ...event, dataJson: await this.assets.freshen(event.tenantId, event.dataJson) };
  }

  private judge({ response, error }: SendResult): Omit<AttemptReport, 'facts'> {
    const retryAfterSeconds = parseRetryAfter(response?.headers['retry-after'], this.clock.now());
    const outcome = classifyOutcome({
      status: response?.status ?? null,
      errorClass: error?.class ?? null,
      retryAfterSeconds,
    });
    return { outcome, retryAfterSeconds };
  }
}
