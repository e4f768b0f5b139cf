import { createHash } from 'node:crypto';
import type { AssetLinks } from '../../assets/index.js';
import type { Clock } from '../../common/index.js';
import type { PreparedEndpoint } from '../prepared-endpoint.js';
import { classifyOutcome, parseRetryAfter } from '../../retry-policy/index.js';
import type { Sender, SendResult } from '../../transport/index.js';
import type {
  Channel,
  ChannelRequest,
  RequestPart,
  RequestParts,
  RequestReport,
} from '../channel.js';
import { requireUrl } from '../require-url.js';
import { buildRequest, maskHeaders } from './build-request.js';

export interface WebhookChannelOptions {
  userAgent: string;
  timeoutMs: number;
  responseBodyLimitBytes: number;
}

/** Sends events as signed HTTP requests. */
export class WebhookChannel implements Channel {
  constructor(
    private readonly sender: Sender,
    private readonly clock: Clock,
    private readonly assets: AssetLinks,
    private readonly options: WebhookChannelOptions,
  ) {}

  async attempt({ parts, endpoint }: ChannelRequest): Promise<RequestReport> {
    const [first, ...others] = parts;
    const fresh: RequestParts = [
      await this.withLinks(first, endpoint),
      ...(await Promise.all(others.map((part) => this.withLinks(part, endpoint)))),
    ];
    const attemptSeconds = Math.floor(this.clock.now() / 1000);
    const { headers, body } = buildRequest(fresh, endpoint, attemptSeconds, this.options.userAgent);
    const { timeoutMs, responseBodyLimitBytes } = this.options;
    const url = requireUrl(endpoint.url);
    const result = await this.sender.send({
      tenantId: endpoint.tenantId,
      url,
      headers,
      body,
      timeoutMs,
      responseBodyLimitBytes,
    });
    return {
      ...this.judge(result),
      facts: {
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
  private async withLinks(part: RequestPart, { payload }: PreparedEndpoint): Promise<RequestPart> {
    const { event } = part;
    if (!event.hasAssets || payload === 'thin') return part;
    const dataJson = await this.assets.freshen(event.tenantId, event.dataJson);
    return { ...part, event: { ...event, dataJson } };
  }

  private judge({ response, error, isOurs }: SendResult): Omit<RequestReport, 'facts'> {
    const retryAfterSeconds = parseRetryAfter(response?.headers['retry-after'], this.clock.now());
    const outcome = classifyOutcome({
      status: response?.status ?? null,
      errorClass: error?.class ?? null,
      retryAfterSeconds,
      isOurs,
    });
    return { outcome, retryAfterSeconds };
  }
}
