import type { LiveCatalogue } from '../../catalogue/index.js';
import { publicId } from '../../common/index.js';
import type { Clock } from '../../common/index.js';
import type { Sender } from '../../transport/index.js';
import type { Channel, ChannelRequest, RequestReport } from '../channel.js';
import { toNotificationEvent } from '../notification-event.js';
import { httpFacts, requireUrl } from '../webhook/webhook-channel.js';
import { eventMessage, summaryMessage } from './event-messages.js';
import { classifyResponse } from './classify-response.js';

export interface SlackChannelOptions {
  userAgent: string;
  timeoutMs: number;
  responseBodyLimitBytes: number;
  /** The base URL of links. */
  publicUrl: string;
}

/** Sends events to a Slack channel through its incoming webhook; several events become one message. */
export class SlackChannel implements Channel {
  constructor(
    private readonly sender: Sender,
    private readonly clock: Clock,
    private readonly catalogue: Pick<LiveCatalogue, 'get'>,
    private readonly options: SlackChannelOptions,
  ) {}

  async attempt(request: ChannelRequest): Promise<RequestReport> {
    const { endpoint } = request;
    const { userAgent, timeoutMs, responseBodyLimitBytes } = this.options;
    const headers = { 'Content-Type': 'application/json; charset=utf-8', 'User-Agent': userAgent };
    const body = this.body(request);
    const url = requireUrl(endpoint.secretUrl);
    const limits = { timeoutMs, responseBodyLimitBytes };
    const result = await this.sender.send({
      tenantId: endpoint.tenantId,
      url,
      headers,
      body,
      ...limits,
    });
    const { error, ...report } = classifyResponse(result, this.clock.now());
    return {
      ...report,
      facts: httpFacts(
        {
          format: 'slack',
          url: requireUrl(endpoint.url),
          headers,
          body,
          secrets: endpoint.requestSecrets,
        },
        { ...result, error },
      ),
    };
  }

  private body({ parts, endpoint }: ChannelRequest): Buffer {
    const events = parts.map(({ event }) =>
      toNotificationEvent(event, this.catalogue, this.options.publicUrl),
    );
    const [first, ...others] = events;
    const id = publicId('endpoint', endpoint.id);
    const message =
      first && others.length === 0 ? eventMessage(first, id) : summaryMessage(events, id);
    return Buffer.from(JSON.stringify(message), 'utf8');
  }
}
